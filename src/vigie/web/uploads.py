"""Uploads never touch a disk in clear: each is sealed while Django reads it from the network."""

import io
from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from vigie.flows.witness import IncomingFile, SealedUpload


class SealedFile(UploadedFile):  # type: ignore[type-arg]
    """What a form sees of a file: its name and size; its bytes are sealed and cannot be read."""

    def __init__(self, sealed: SealedUpload) -> None:
        super().__init__(file=cast("IO[bytes]", io.BytesIO()), name=sealed.name)
        self.size = sealed.size_bytes
        self.sealed = sealed


class SealingUploadHandler(FileUploadHandler):
    """Passes each file, chunk by chunk, through SHA-256 and age into the evidence folder."""

    incoming: IncomingFile | None = None
    told_name = ""

    def new_file(self, field_name: str, file_name: str, *args: Any, **options: Any) -> None:  # noqa: ANN401
        """Begins a file; its name goes with it as told, and is used for nothing on disk."""
        super().new_file(field_name, file_name, *args, **options)
        self.incoming = IncomingFile(file_name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Seals the next bytes and gives nothing on."""
        if self.incoming is not None:
            self.incoming.write(raw_data)

    def file_complete(self, file_size: int) -> SealedFile:  # noqa: ARG002
        """The sealed file."""
        if self.incoming is None:
            raise StopUpload(connection_reset=True)
        sealed, self.incoming = self.incoming.finish(), None
        return SealedFile(sealed)

    def upload_interrupted(self) -> None:
        """Forgets what came of a file whose sender went away."""
        if self.incoming is not None:
            self.incoming.abort()
            self.incoming = None


class NoUploadHandler(FileUploadHandler):
    """For processes that take no file: the bytes are read and dropped."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Drops the bytes."""

    def file_complete(self, file_size: int) -> None:
        """Gives no file."""


def sealed_files(request: HttpRequest) -> tuple[SealedUpload, ...]:
    """The files of a form, sealed, in order; an empty file field is none."""
    files = [file for _, each in request.FILES.lists() for file in each]
    return tuple(file.sealed for file in files if isinstance(file, SealedFile))
