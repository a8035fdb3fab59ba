"""Imported before a library: keeps the process on one processor where the system can, since not every library's pool of threads
obeys a variable. How many processors training then kept busy is told beside its seconds."""
import os

if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
