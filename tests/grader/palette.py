"""The two colours that tell a tensor before normalizing from the same tensor after it, in every figure."""

BEFORE = "#1f5fa8"
AFTER = "#b8500a"
