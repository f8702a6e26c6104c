module stillstanding

go 1.19
