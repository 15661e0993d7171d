"""A recording that comes in stays in memory: nothing of it touches a disk before it is sealed."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from accounts.sound import CAP

# With the words that may come along, and what a form adds.
MOST = CAP + 500_000


class InMemory(FileUploadHandler):
    """Takes each file as it comes, up to a byte over the cap; what comes after that is dropped, and the file refused by its size."""

    def new_file(self, *args: Any, **options: Any) -> None:
        super().new_file(*args, **options)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        # One byte over is enough to know that it is too large.
        self.held.write(raw_data[: max(0, CAP + 1 - start)])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.held.seek(0)
        size = len(self.held.getbuffer())
        return InMemoryUploadedFile(self.held, self.field_name, "opname", "application/octet-stream", size, None)
