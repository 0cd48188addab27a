"""The domain and its use cases: instruments, visits, responses, findings, seals; asks a store through ``ports``."""
