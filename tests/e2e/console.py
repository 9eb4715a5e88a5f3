"""One step of a backup on this host, as Ansible's module asks for it: the step runs in its unit, and tells its result.

Reads {"operation", "set", …} on standard input, and in `order` what is otherwise in the order; `order.json` and the
program's folder `oml_host` lie beside it.
"""

import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from oml_host import attach, disk  # noqa: E402
from oml_host.backup_request import BackupRequest  # noqa: E402

ORDER = disk.read_json(os.path.join(HERE, "order.json"))
asked = json.load(sys.stdin)
order = dict(ORDER, **asked.pop("order", {}))
print(json.dumps(attach.perform(BackupRequest(order=order, **asked), 600)))
