"""Who the studio of the benchmarks is. Without imports: a start that is measured reads it."""

KEY = bytes(range(32))
STUDIO_ID = "17841465120034187"
"""The first studio of every sandbox."""
TOKEN = "IGAAbenchmarkToken00000000000000000000000000000001"
