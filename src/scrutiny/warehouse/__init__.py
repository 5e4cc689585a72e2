"""Delta tables, loads, vintages and snapshots, and the engines that run SQL over them.

| module | what it gives |
|---|---|
| `workspace` | `Workspace`: make, open, settings, the current snapshot, pins |
| `snapshot` | `Snapshot`: what readers see; `rows` and `read` for small answers |
| `tables` | `TABLES`: the schema of every table |
| `loads` | `load` a reading; `load_records` |
| `vintages` | `answering`: which load answers for each slice as at a date |
| `publish` | `stage` rows, then make them visible at once inside `publishing` |
| `writing` | one writer at a time; small files whole or not at all |
| `compact` | put the small files of every table together |
| `vacuum` | remove what no pin and no recent snapshot names |
| `memory` | how much memory a calculation may use |
| `engines` | run one SQL query over the files of a snapshot |

Nothing is imported here: a command that reads one figure must not wait for what a load needs.
"""
