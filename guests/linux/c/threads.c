// Threads: a mutex, a condition, thread-local storage, joining, and who ran.
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { THREADS = 6, TURNS = 300 };
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn, counter;
static __thread int own;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int once_count;
static void run_once(void) { once_count++; }

static void *work(void *argument) {
  const int me = (int)(long)argument;
  pthread_once(&once, run_once);
  for (int n = 0; n < TURNS; n++) {
    pthread_mutex_lock(&mutex);
    while (turn != me) pthread_cond_wait(&changed, &mutex);
    turn = (turn + 1) % THREADS;
    counter += me;
    own++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
    if (n % 50 == 0) sched_yield();
  }
  return (void *)(long)(own * (me + 1));
}

int main(void) {
  pthread_t threads[THREADS];
  for (long n = 0; n < THREADS; n++) if (pthread_create(&threads[n], NULL, work, (void *)n)) return 1;
  long sum = 0;
  for (int n = 0; n < THREADS; n++) {
    void *result;
    pthread_join(threads[n], &result);
    sum += (long)result;
  }
  printf("counter %d, sum %ld, own %d, once %d\n", counter, sum, own, once_count);
  return 0;
}
