/* SQLite includes it; nothing of it is used in a guest. */
#define assert(condition) ((void)0)
