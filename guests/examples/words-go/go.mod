module words-go

go 1.26

require hart v0.0.0

replace hart => ../../sdk/go
