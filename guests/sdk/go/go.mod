module hart

go 1.26
