/* The SQLite amalgamation, fetched when the guests are built, on a database in memory. Without floating point, which
   the machine does not have and the host would do in hardware: both run the same integer code. */
#define SQLITE_OMIT_FLOATING_POINT 1
#define SQLITE_OMIT_DATETIME_FUNCS 1
#define SQLITE_OMIT_LOAD_EXTENSION 1
#define SQLITE_OMIT_LOCALTIME 1
#define SQLITE_OMIT_WAL 1
#define SQLITE_OS_OTHER 1
#define SQLITE_THREADSAFE 0
#define SQLITE_TEMP_STORE 3
#define SQLITE_DEFAULT_MEMSTATUS 0
#define SQLITE_ENABLE_MEMSYS5 1
#define SQLITE_ZERO_MALLOC 1
#pragma GCC diagnostic push
#ifdef __clang__
#pragma GCC diagnostic ignored "-Weverything"
#endif
/* One thread: plain loads and stores instead of calls for atomic ones. */
#define __has_extension(name) 0
#include "sqlite3.c"
#undef __has_extension
#pragma GCC diagnostic pop
#include "bench.h"

/* SQLite asks for a file system even when all databases are in memory. This one has no files. */
static int open_nothing(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *result) {
  (void)vfs, (void)name, (void)file, (void)flags, (void)result;
  return SQLITE_CANTOPEN;
}

static int delete_nothing(sqlite3_vfs *vfs, const char *name, int sync) {
  (void)vfs, (void)name, (void)sync;
  return SQLITE_OK;
}

static int find_nothing(sqlite3_vfs *vfs, const char *name, int flags, int *found) {
  (void)vfs, (void)name, (void)flags;
  *found = 0;
  return SQLITE_OK;
}

static int full_name(sqlite3_vfs *vfs, const char *name, int size, char *full) {
  (void)vfs;
  sqlite3_snprintf(size, full, "%s", name);
  return SQLITE_OK;
}

static int same_randomness(sqlite3_vfs *vfs, int size, char *bytes) {
  (void)vfs;
  memset(bytes, 7, (size_t)size);
  return size;
}

static int no_sleep(sqlite3_vfs *vfs, int microseconds) {
  (void)vfs, (void)microseconds;
  return 0;
}

static int no_error(sqlite3_vfs *vfs, int size, char *text) {
  (void)vfs, (void)size, (void)text;
  return 0;
}

static int same_time(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
  (void)vfs;
  *milliseconds = 0;
  return SQLITE_OK;
}

static sqlite3_vfs no_files = {
    .iVersion = 2,
    .szOsFile = sizeof(sqlite3_file),
    .mxPathname = 256,
    .zName = "none",
    .xOpen = open_nothing,
    .xDelete = delete_nothing,
    .xAccess = find_nothing,
    .xFullPathname = full_name,
    .xRandomness = same_randomness,
    .xSleep = no_sleep,
    .xGetLastError = no_error,
    .xCurrentTimeInt64 = same_time,
};

int sqlite3_os_init(void) { return sqlite3_vfs_register(&no_files, 1); }

int sqlite3_os_end(void) { return SQLITE_OK; }

static char heap[64 << 20] __attribute__((aligned(16)));

/* 600 rows for each round: a small build has a small table. */
#define TEXT(number) #number
#define PRODUCT(factor, other) TEXT(factor) " * " TEXT(other)
#define ROWS PRODUCT(600, ROUNDS)

static const char *const SETUP[] = {
    "create table account(id integer primary key, owner int, balance int, note text)",
    "create index by_owner on account(owner)",
    ("with recursive n(i) as (select 1 union all select i + 1 from n where i < " ROWS ") "
     "insert into account select i, (i * 7919) % 4001, (i * 31337) % 100003, 'note ' || i || ' of ' || ((i * 31) % 977) from n"),
};

static const char *const QUERIES[] = {
    "select sum(a.balance + b.id) from account a join account b on a.owner = b.owner where a.id % 2 = 0",
    "select count(*) from account where note like '%9 of 1%'",
    "select sum(balance) from (select balance from account order by note desc limit 2000)",
    "select count(distinct note) + max(length(note)) from account",
    "select sum(n * n) from (select owner % 100 as k, count(*) as n, group_concat(note) as g from account group by k)",
    ("select sum(b) from (select balance - mean as b from account, "
     "(select sum(balance) / count(*) as mean from account) where owner in (select owner from account where id % 7 = 3))"),
};

/* A transfer of money for each of a few hundred accounts, which is undone by the next round's. */
static const char UPDATE[] = "update account set balance = balance + case owner % 2 when 0 then 17 else -17 end where id % 31 = 5";

enum { FAILED = 0xbad };

uint64_t bench(void) {
  sqlite3 *database;
  uint64_t checksum = 0;
  sqlite3_config(SQLITE_CONFIG_HEAP, heap, (int)sizeof heap, 64);
  if (sqlite3_open(":memory:", &database) != SQLITE_OK) return FAILED;
  for (size_t i = 0; i < sizeof SETUP / sizeof *SETUP; i++) {
    if (sqlite3_exec(database, SETUP[i], NULL, NULL, NULL) != SQLITE_OK) return FAILED + 0x1000 * (i + 1);
  }
  for (uint64_t round = 0; round < ROUNDS; round++) {
    for (size_t i = 0; i < sizeof QUERIES / sizeof *QUERIES; i++) {
      sqlite3_stmt *statement;
      if (sqlite3_prepare_v2(database, QUERIES[i], -1, &statement, NULL) != SQLITE_OK) return FAILED + 0x100000 * (i + 1);
      while (sqlite3_step(statement) == SQLITE_ROW) checksum = checksum * 31 + (uint64_t)sqlite3_column_int64(statement, 0);
      if (sqlite3_finalize(statement) != SQLITE_OK) return FAILED + 0x10000000 * (i + 1);
    }
    if (sqlite3_exec(database, UPDATE, NULL, NULL, NULL) != SQLITE_OK) return FAILED + 0x1000;
  }
  sqlite3_close(database);
  return checksum;
}
