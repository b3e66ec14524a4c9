"""The jobs that RQ runs. They import `monitor`; `monitor` names them only by their dotted path."""
