"""A headless Chromium, driven through its own protocol: what a page looks like to a person."""

import asyncio
import base64
import itertools
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self

import aiohttp

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0")


class Browser:
    """One page of one browser. What its console says, refusals by the content policy too, gathers in `console`."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._numbers = itertools.count(1)
        self._waiting: dict[int | str, asyncio.Future[dict[str, Any]]] = {}
        self.console: list[str] = []

    async def __aenter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="tocsin-browser-", ignore_cleanup_errors=True)
        command = [self._program, *FLAGS, f"--user-data-dir={self._folder.name}", "about:blank"]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        address = await asyncio.to_thread(self._listening)
        self._session = aiohttp.ClientSession()
        async with self._session.get(f"http://{address}/json/list") as answer:
            page = next(target for target in await answer.json() if target["type"] == "page")
        self._socket = await self._session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0)
        self._reader = asyncio.create_task(self._read())
        for domain in ("Page", "Runtime", "Log"):
            await self.call(f"{domain}.enable")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._reader.cancel()
        await self._socket.close()
        await self._session.close()
        self._process.kill()
        self._process.communicate()
        self._folder.cleanup()

    def _listening(self) -> str:
        assert self._process.stderr is not None
        line = next(line for line in self._process.stderr if "DevTools listening on" in line)
        return line.split("ws://")[1].split("/")[0]

    async def _read(self) -> None:
        async for message in self._socket:
            said = message.json()
            if said.get("id") in self._waiting:
                self._waiting.pop(said["id"]).set_result(said)
            elif said.get("method") == "Log.entryAdded":
                self.console.append(said["params"]["entry"]["text"])
            elif said.get("method") in self._waiting:
                self._waiting.pop(said["method"]).set_result(said)

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command of the protocol and its result."""
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        result: dict[str, Any] = (await answer)["result"]
        return result

    async def open(self, url: str, *, width: int = 1000, dark: bool = False, scripts: bool = True) -> None:
        """Shows a page in a window of so many pixels, in a light or dark room."""
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        await self.call("Emulation.setEmulatedMedia", features=scheme)
        await self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        loaded = self._waiting["Page.loadEventFired"] = asyncio.get_running_loop().create_future()
        await self.call("Page.navigate", url=url)
        await loaded

    async def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression on the page."""
        result = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return result["result"].get("value")

    async def picture(self, path: Path) -> None:
        """A screenshot of the whole page."""
        shot = await self.call("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))
