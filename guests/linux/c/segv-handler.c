// A null pointer that a handler catches, looks at, and steps over.
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>
#include <unistd.h>

static sigjmp_buf back;
static volatile long faults;

static void handler(int number, siginfo_t *info, void *context) {
  (void)context;
  faults++;
  if (number != SIGSEGV || (unsigned long)info->si_addr > 4096) _exit(9);
  siglongjmp(back, (int)(long)info->si_addr + 1);
}

static void skip(int number, siginfo_t *info, void *context) {
  (void)number;
  (void)info;
  ucontext_t *state = context;
  // A load of four bytes: go on behind it, with what it should have found.
  state->uc_mcontext.__gregs[REG_PC] += 4;
  state->uc_mcontext.__gregs[REG_A0] = 77;
}

int main(void) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
  sigaction(SIGSEGV, &action, NULL);
  for (int n = 0; n < 5; n++) {
    const int where = sigsetjmp(back, 1);
    if (where) printf("fault at %d\n", where - 1);
    else *(volatile char *)(long)(n * 8) = 1;
  }
  action.sa_sigaction = skip;
  sigaction(SIGSEGV, &action, NULL);
  register long value asm("a0") = 16;
  asm volatile(".option push\n.option norvc\nld a0, 0(a0)\n.option pop" : "+r"(value));
  printf("%ld faults, then %ld\n", faults, value);
  return 0;
}
