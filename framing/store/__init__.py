"""Articles analysed into partitioned Parquet: bounded memory, resumable, on one machine or many."""
