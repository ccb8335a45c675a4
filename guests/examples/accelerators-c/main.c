/* A few accelerators from C: prints what they give. The same source at every level of acceleration; the library that is
   linked decides who computes. */
#include "hart.h"
#include "hart_accelerators.h"
#include "zkvm_accelerators.h"

static void print(const char *text) { write_output((const uint8_t *)text, strlen(text)); }

static void print_hex(const char *name, const uint8_t *bytes, size_t size) {
  print(name);
  for (size_t n = 0; n < size; n++) {
    const char *digits = "0123456789abcdef";
    const uint8_t pair[2] = {(uint8_t)digits[bytes[n] >> 4], (uint8_t)digits[bytes[n] & 15]};
    write_output(pair, 2);
  }
  print("\n");
}

int main(void) {
  const uint8_t *input;
  size_t size;
  read_input(&input, &size);

  zkvm_keccak256_hash keccak;
  zkvm_sha256_hash sha256;
  zkvm_ripemd160_hash ripemd160;
  if (zkvm_keccak256(input, size, &keccak) != ZKVM_EOK) return 1;
  if (zkvm_sha256(input, size, &sha256) != ZKVM_EOK) return 1;
  if (zkvm_ripemd160(input, size, &ripemd160) != ZKVM_EOK) return 1;
  print_hex("keccak256 ", keccak.data, 32);
  print_hex("sha256    ", sha256.data, 32);
  print_hex("ripemd160 ", ripemd160.data + 12, 20);

  /* 2G and 3G on bn254, by adding and by multiplying. */
  zkvm_bn254_g1_point generator = {{[31] = 1, [63] = 2}};
  zkvm_bn254_g1_point twice, thrice, multiple;
  zkvm_bn254_scalar three = {{[31] = 3}};
  if (zkvm_bn254_g1_add(&generator, &generator, &twice) != ZKVM_EOK) return 1;
  if (zkvm_bn254_g1_add(&twice, &generator, &thrice) != ZKVM_EOK) return 1;
  if (zkvm_bn254_g1_mul(&generator, &three, &multiple) != ZKVM_EOK) return 1;
  if (memcmp(&thrice, &multiple, sizeof thrice) != 0) return 1;
  print_hex("bn254 3G  ", thrice.data, 64);

  /* A point that is not on the curve. */
  twice.data[63] ^= 1;
  print(zkvm_bn254_g1_add(&twice, &generator, &thrice) == ZKVM_EFAIL ? "refused\n" : "accepted\n");

  const uint8_t base = 3, exponent = 200, modulus[2] = {0x01, 0x01};
  uint8_t power[2];
  if (zkvm_modexp(&base, 1, &exponent, 1, modulus, 2, power) != ZKVM_EOK) return 1;
  print_hex("3^200 mod 257 = 0x", power, 2);

  uint64_t a[4] = {5}, b[4] = {7}, m[4] = {32}, product[4];
  if (hart_mulmod256(a, b, m, product) != ZKVM_EOK) return 1;
  print(product[0] == 3 ? "5 * 7 = 3 mod 32\n" : "5 * 7 is wrong\n");
  return 0;
}
