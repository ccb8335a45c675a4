// Signals to itself: handlers with information, masks, pending ones, an alternate stack, and what is ignored.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile int seen, order, on_stack;
static char stack[65536];

static void handler(int number, siginfo_t *info, void *context) {
  (void)context;
  seen = number;
  order = order * 10 + (number == SIGUSR1 ? 1 : 2);
  char here;
  on_stack = &here > stack && &here < stack + sizeof stack;
  if (info->si_signo != number || info->si_pid != getpid()) _exit(9);
}

int main(void) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigaction(SIGUSR1, &action, NULL);
  sigaction(SIGUSR2, &action, NULL);
  raise(SIGUSR1);
  printf("seen %d, on the other stack %d\n", seen == SIGUSR1, on_stack);
  const stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&other, NULL);
  kill(getpid(), SIGUSR2);
  printf("seen %d, on the other stack %d\n", seen == SIGUSR2, on_stack);
  sigset_t set, pending;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, NULL);
  seen = 0;
  raise(SIGUSR1);
  sigpending(&pending);
  printf("blocked: seen %d, pending %d\n", seen, sigismember(&pending, SIGUSR1));
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  printf("unblocked: seen %d, order %d\n", seen == SIGUSR1, order);
  signal(SIGTERM, SIG_IGN);
  raise(SIGTERM);
  raise(SIGCHLD);
  double before = 1.5;
  raise(SIGUSR2);
  printf("still here, %f\n", before * 2);
  struct sigaction old;
  sigaction(SIGUSR1, NULL, &old);
  printf("%d\n", old.sa_sigaction == handler);
  signal(SIGUSR1, SIG_DFL);
  fflush(stdout);
  raise(SIGUSR1);
  return 0;
}
