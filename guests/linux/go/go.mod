module hart/linux

go 1.19
