// Floating point: math, formatting, parsing, and sums in single and double precision.
package main

import (
	"fmt"
	"math"
	"strconv"
)

func main() {
	sum, single := 0.0, float32(0)
	for n := 1; n <= 3000; n++ {
		x := float64(n) / 17
		sum += math.Sin(x)*math.Sqrt(x) + math.Log(x)/math.Exp(-x/1000) + math.Pow(x, 0.3)
		single += float32(1) / float32(n)
	}
	fmt.Printf("%.6f %016x %v\n", sum, math.Float64bits(math.Floor(sum)), single)
	for _, text := range []string{"1e308", "-0", "0.1", "4.9e-324", "1e400", "nan", "abc", "123456789.123456789"} {
		value, err := strconv.ParseFloat(text, 64)
		fmt.Println(value, err, strconv.FormatFloat(value, 'e', -1, 64), strconv.FormatFloat(value, 'g', 5, 32))
	}
	fmt.Println(math.Inf(1), math.NaN(), math.MaxFloat64, math.SmallestNonzeroFloat64)
	fmt.Println(int64(math.Sqrt(8.5)*-1), uint8(math.Sqrt(40000.9)), math.Round(-2.5), math.RoundToEven(2.5), math.Trunc(-7.9), math.Mod(7, -3))
	fmt.Println(math.FMA(1e16, 1+1e-15, -1e16), math.Hypot(3e200, 4e200), math.Cbrt(27), math.Copysign(0, -1))
}
