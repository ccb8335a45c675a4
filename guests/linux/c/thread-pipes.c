// Threads that talk through pipes and poll, and semaphores with a time limit.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static int there[2], back[2];

static void *echo(void *unused) {
  (void)unused;
  unsigned char byte;
  while (read(there[0], &byte, 1) == 1) {
    byte = (unsigned char)(byte * 3 + 1);
    if (write(back[1], &byte, 1) != 1) break;
  }
  close(back[1]);
  return NULL;
}

int main(void) {
  if (pipe2(there, O_CLOEXEC) || pipe2(back, O_CLOEXEC)) return 1;
  pthread_t thread;
  pthread_create(&thread, NULL, echo, NULL);
  struct pollfd wait = {.fd = back[0], .events = POLLIN};
  printf("nothing yet: %d\n", poll(&wait, 1, 5));
  unsigned sum = 0;
  for (int n = 0; n < 200; n++) {
    unsigned char byte = (unsigned char)n;
    if (write(there[1], &byte, 1) != 1) return 2;
    if (poll(&wait, 1, -1) != 1 || read(back[0], &byte, 1) != 1) return 3;
    sum = sum * 7 + byte;
  }
  close(there[1]);
  char rest;
  printf("%08x, then the end: %d\n", sum, (int)read(back[0], &rest, 1));
  pthread_join(thread, NULL);
  sem_t semaphore;
  sem_init(&semaphore, 0, 1);
  struct timespec limit;
  clock_gettime(CLOCK_REALTIME, &limit);
  limit.tv_nsec += 1000000;
  if (limit.tv_nsec >= 1000000000) limit.tv_nsec -= 1000000000, limit.tv_sec++;
  sem_wait(&semaphore);
  printf("%d %d\n", sem_timedwait(&semaphore, &limit), errno == ETIMEDOUT);
  return 0;
}
