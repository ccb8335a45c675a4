/* Read by clang before each file of libsecp256k1 (-include), after the -D of its build script. */

/* Points precomputed for the generator: 2 tables of 2^(window - 2) points of 64 bytes. 12 is 64 KiB each. */
#undef ECMULT_WINDOW_SIZE
#define ECMULT_WINDOW_SIZE 12
