/* Output: the input's bytes in reverse order. Exit code 1 if there are none. */
#include "hart.h"

int main(void) {
  const uint8_t *input;
  size_t size;
  read_input(&input, &size);
  if (size == 0) {
    write_log("the input is empty\n");
    return 1;
  }
  uint8_t *reversed = malloc(size);
  for (size_t i = 0; i < size; i++) reversed[i] = input[size - 1 - i];
  write_output(reversed, size);
  return 0;
}
