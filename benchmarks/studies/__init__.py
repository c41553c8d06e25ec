"""Questions of the articles as measured experiments: a folder each, run on its own, by the benchmark's own stages."""
