// math/big: factorials, powers modulo a prime, square roots, division, and text.
package main

import (
	"fmt"
	"math/big"
)

func main() {
	factorial := big.NewInt(1)
	for n := int64(2); n <= 400; n++ {
		factorial.Mul(factorial, big.NewInt(n))
	}
	text := factorial.String()
	fmt.Println(len(text), text[:30], text[400:420])
	prime := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	base := big.NewInt(9)
	fmt.Println(new(big.Int).Exp(base, new(big.Int).Sub(prime, big.NewInt(2)), prime))
	fmt.Println(prime.ProbablyPrime(4), new(big.Int).Sqrt(factorial).BitLen())
	quotient, rest := new(big.Int).QuoRem(factorial, prime, new(big.Int))
	fmt.Println(quotient.BitLen(), rest)
	a, b := new(big.Int), new(big.Int)
	gcd := new(big.Int).GCD(a, b, big.NewInt(1<<40+15), prime)
	fmt.Println(gcd, a.Sign(), b.Sign())
	third := big.NewRat(1, 3)
	fmt.Println(third.Add(third, big.NewRat(5, 7)), third.FloatString(30))
	root := new(big.Float).SetPrec(200).SetInt64(2)
	fmt.Println(root.Sqrt(root).Text('f', 50))
}
