"""The server on one's own machine that the editor in the browser writes files through, as far as the editor asks it."""

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Folder:
    """A project folder, what was asked of it, and what was written."""

    root: Path
    asked: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    def answer(self, action: str, wanted: dict[str, Any]) -> Any:
        self.asked.append(action)
        match action:
            case "info":
                return {"repo": self.root.name, "publish_modes": ["simple"], "type": "local_fs"}
            case "entriesByFolder":
                folder = self.root / wanted["folder"]
                return [
                    self.entry(path.relative_to(self.root).as_posix()) for path in sorted(folder.glob(f"*.{wanted['extension']}"))
                ]
            case "entriesByFiles":
                return [self.entry(file["path"], file.get("label")) for file in wanted["files"]]
            case "getEntry":
                return self.entry(wanted["path"])
            case "persistEntry":
                for file in wanted["dataFiles"]:
                    place = self.root / file["path"]
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(file["raw"].encode())
                    self.written.append(file["path"])
                return {"message": "entry persisted"}
            case "getMedia":
                return []
            case "getDeployPreview":
                return None
        raise ValueError(action)

    def entry(self, path: str, label: str | None = None) -> dict[str, Any]:
        place = self.root / path
        data = place.read_text(encoding="utf-8") if place.is_file() else None
        return {"data": data, "file": {"path": path, "label": label, "id": path if data is not None else None}}


class Proxy(ThreadingHTTPServer):
    """Answers the editor out of a folder."""

    daemon_threads = True

    def __init__(self, root: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = Folder(root)
        self.address = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes a page early is no failure of ours."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def do_OPTIONS(self) -> None:
        self.reply(b"")

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.reply(json.dumps(self.server.folder.answer(asked["action"], asked.get("params") or {})).encode())

    def reply(self, body: bytes) -> None:
        self.send_response(200)
        sent = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*", "Content-Type": "application/json"}
        for name, value in {**sent, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass
