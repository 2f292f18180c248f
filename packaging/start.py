"""What the frozen program runs."""

import sys

from igdesk.__main__ import main

sys.exit(main())
