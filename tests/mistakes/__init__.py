"""Wrong versions with a name, and right versions written differently, one module an exercise."""
