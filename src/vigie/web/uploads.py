"""Uploads never touch a disk in clear: each is sealed while Django reads it from the network."""

import io
from collections.abc import Callable
from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse

from vigie.flows.witness import SealedUpload, StoredFile


class SealedFile(UploadedFile):  # type: ignore[type-arg]
    """What a form sees of a file: its name and size; its bytes are sealed and cannot be read."""

    def __init__(self, sealed: SealedUpload) -> None:
        super().__init__(file=cast("IO[bytes]", io.BytesIO()), name=sealed.name)
        self.size = sealed.size_bytes
        self.sealed = sealed


class SealingUploadHandler(FileUploadHandler):
    """Passes each file, chunk by chunk, through SHA-256 and age into the evidence folder."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.incoming: StoredFile | None = None
        self.sealed: list[SealedUpload] = []

    def new_file(self, field_name: str, file_name: str, *args: Any, **options: Any) -> None:  # noqa: ANN401
        """Begins a file; its name goes with it as told, and is used for nothing on disk."""
        super().new_file(field_name, file_name, *args, **options)
        self.incoming = StoredFile(file_name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Seals the next bytes and gives nothing on."""
        if self.incoming is not None:
            self.incoming.write(raw_data)

    def file_complete(self, file_size: int) -> SealedFile:  # noqa: ARG002
        """The sealed file."""
        if self.incoming is None:
            raise StopUpload(connection_reset=True)
        sealed, self.incoming = self.incoming.finish(), None
        self.sealed.append(sealed)
        return SealedFile(sealed)

    def upload_interrupted(self) -> None:
        """Forgets what came of a file whose sender went away."""
        if self.incoming is not None:
            self.incoming.abort()
            self.incoming = None

    def let_go(self) -> None:
        """Removes what no view kept; harmless to what was kept."""
        self.upload_interrupted()
        for each in self.sealed:
            each.drop()


class UploadsLetGo:
    """Middleware: a form that breaks off or asks nothing of its files leaves no thread or draft.

    Django tells a handler that the sender went away, and not that the form could not be read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, once nothing of the form is left open."""
        try:
            return self.get_response(request)
        finally:
            handlers = request.upload_handlers if request.method == "POST" else ()
            for each in handlers:
                if isinstance(each, SealingUploadHandler):
                    each.let_go()


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
