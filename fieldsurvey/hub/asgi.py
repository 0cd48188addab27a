"""The hub as an ASGI application: thin handlers over ``hub.exchange``; see ``docs/decisions/0005``."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from fieldsurvey.errors import JournalError, StoreError, StoreFull, StoreLocked
from fieldsurvey.hub import exchange
from fieldsurvey.hub.auth import PairingDesk, Refused, Sessions, examine, known
from fieldsurvey.journal import Cursor, Peer
from fieldsurvey.sync import pairing, wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.requests import Request

    from fieldsurvey.hub.lane import HubStorage, Lane
    from fieldsurvey.hub.presence import Presence

#: A piece of a file over a line of 64 kbit/s takes two minutes.
_BODY_SECONDS = 300
_PAIRING_LIMIT = 8 * 1024
#: A stranger's few kilobytes take a second on any line that a sync could use.
_PAIRING_SECONDS = 30
#: Bodies that one device may be sending at a time before its signature is judged: laptops send one after another.
_UNPROVEN = 4
_RANGE = re.compile(r"bytes=([0-9]{1,15})-")


@dataclass(frozen=True, slots=True)
class _Call:
    """A request that was examined: who sent it, in which session, with what body."""

    request: Request
    peer: Peer
    session: str
    body: bytes

    @property
    def stream(self) -> str:
        stream = str(self.request.path_params["stream"])
        if not wire.is_stream(stream):
            raise Refused(400, "request", "no id of a visit")
        return stream

    @property
    def name(self) -> str:
        name = str(self.request.path_params["name"])
        if not wire.is_name(name):
            raise Refused(400, "request", "no name of a file")
        return name

    def number(self, name: str) -> int:
        text = self.request.query_params.get(name, "")
        if not (text.isdecimal() and text.isascii() and len(text) < 16):
            raise Refused(400, "request", f"{name} is no number of bytes")
        return int(text)


class Application:
    """Everything that answers: routes, sessions, the pairing desk.

    Args:
        lane: the storage.
        device: id of the hub's device.
        name: what its owner calls it.
        desk: the pairing desk.
        presence: where callers are noted.
    """

    def __init__(
        self, lane: Lane, device: str, name: str, desk: PairingDesk, presence: Presence
    ) -> None:
        self._lane = lane
        self._device = device
        self._name = name
        self._desk = desk
        self._presence = presence
        self._sessions = Sessions()
        self._sending: Counter[str] = Counter()

    def asgi(self) -> Starlette:
        """Return the application for a server."""
        stream, named = "/v1/streams/{stream}", "/{name}"
        routes = [
            Route("/v1", self._hello),
            Route("/v1/pair", self._pair, methods=["POST"]),
            self._route("/v1/streams", "GET", self._streams),
            self._route(f"{stream}/compare", "POST", self._compare),
            self._route(f"{stream}/lacking", "POST", self._lacking),
            self._route(f"{stream}/arrived{named}", "GET", self._arrived),
            self._route(f"{stream}/segments{named}", "PUT", self._put_segment),
            self._route(f"{stream}/segments{named}", "GET", partial(self._get, exchange.segment)),
            self._route(f"{stream}/blobs{named}", "PUT", self._put_blob),
            self._route(f"{stream}/blobs{named}", "GET", partial(self._get, exchange.blob)),
            self._route(f"{stream}/receipt", "PUT", self._swap_receipts),
            self._route(f"{stream}/keys", "GET", self._give_keys),
            self._route(f"{stream}/keys", "PUT", self._take_keys),
        ]
        handlers: dict[Any, Any] = {
            Refused: _refused,
            HTTPException: _no_such_page,
            StoreError: _trouble,
            Exception: _fault,
        }
        return Starlette(routes=routes, exception_handlers=handlers, lifespan=self._lifespan)

    @contextlib.asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        renewing = asyncio.create_task(self._renew())
        try:
            yield
        finally:
            renewing.cancel()

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._desk.left + 0.1)
            await asyncio.to_thread(self._desk.renew)

    def _route(
        self, path: str, method: str, answer: Callable[[_Call], Awaitable[Response]]
    ) -> Route:
        async def endpoint(request: Request) -> Response:
            return await answer(await self._examined(request))

        return Route(path, endpoint, methods=[method])

    async def _examined(self, request: Request) -> _Call:
        peers = await self._lane.run(lambda storage: storage.peers())
        # Strangers are turned away before anything they send is read.
        peer = known(request.headers.get(wire.DEVICE, ""), peers)
        if wire.DIGEST in request.headers:
            session, body = await self._proven(request, peer)
        else:
            session, body = await self._unproven(request, peer)
        self._presence.note(peer)
        return _Call(request, peer, session, body)

    async def _proven(self, request: Request, peer: Peer) -> tuple[str, bytes]:
        """Judge the signature, then keep the body that it names."""
        digest = request.headers[wire.DIGEST]
        try:
            session = self._judged(request, peer, digest)
        except Refused:
            await _let_pass(request)
            raise
        body = await _body(request, wire.BODY_LIMIT, _BODY_SECONDS)
        if wire.body_digest(body) != digest:
            raise Refused(401, wire.UNKNOWN_DEVICE, "the body is not the one that was signed")
        return session, body

    async def _unproven(self, request: Request, peer: Peer) -> tuple[str, bytes]:
        """Keep the body of an older laptop, which must be whole before its signature can be judged."""
        if self._sending[peer.device] >= _UNPROVEN:
            raise Refused(503, wire.BUSY, "this laptop sends too much at a time; try again")
        self._sending[peer.device] += 1
        try:
            body = await _body(request, wire.BODY_LIMIT, _BODY_SECONDS)
        finally:
            self._sending[peer.device] -= 1
        return self._judged(request, peer, wire.body_digest(body)), body

    def _judged(self, request: Request, peer: Peer, digest: str) -> str:
        """Return the session of a request that its device signed with a body of this digest."""
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")

        def statement(session: str, count: int) -> bytes:
            return wire.request_statement(
                self._device, session, count, request.method, target, digest
            )

        return examine(peer, request.headers, statement, self._sessions)

    # --- before pairing

    async def _hello(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "fieldsurvey": wire.FORMAT,
                "device": self._device,
                "name": self._name,
                "session": self._sessions.new(),
            }
        )

    async def _pair(self, request: Request) -> Response:
        body = await _body(request, _PAIRING_LIMIT, _PAIRING_SECONDS)
        try:
            told, proof = pairing.open_parcel(json.loads(body))
            laptop = pairing.Introduction.decode(told)
        except (ValueError, RecursionError) as error:
            raise Refused(400, "request", "this is no pairing") from error
        key = await asyncio.to_thread(self._desk.key_of, told, proof)
        peer = Peer(
            *(laptop.device, laptop.name, laptop.signing, laptop.encryption),
            datetime.now().astimezone(),
        )
        own = await self._lane.run(partial(self._welcome, peer))
        self._presence.note(peer)
        return JSONResponse(pairing.parcel(own, pairing.hub_proof(key, told, own)))

    def _welcome(self, peer: Peer, storage: HubStorage) -> bytes:
        storage.add_peer(peer)
        own = pairing.Introduction(
            storage.device,
            self._name,
            storage.signing_public_key(),
            storage.encryption_public_key(),
        )
        return own.encode()

    # --- after it

    async def _streams(self, _call: _Call) -> Response:
        return JSONResponse(await self._lane.run(exchange.streams))

    async def _compare(self, call: _Call) -> Response:
        try:
            asked = json.loads(call.body)
            cursor = Cursor.from_json(asked["cursor"])
            tips = {str(device): str(tip) for device, tip in asked["tips"].items()}
        except (
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            JournalError,
            RecursionError,
        ) as error:
            raise Refused(400, "request", "no cursor") from error
        stream = call.stream
        return JSONResponse(
            await self._lane.run(
                lambda storage: exchange.compare(storage, stream, cursor, tips, call.session)
            )
        )

    async def _lacking(self, call: _Call) -> Response:
        try:
            names = [str(name) for name in json.loads(call.body)["names"]]
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise Refused(400, "request", "no list of names") from error
        if len(names) > wire.NAMES_LIMIT or not all(map(wire.is_name, names)):
            raise Refused(400, "request", "no list of names")
        return JSONResponse(
            await self._lane.run(lambda storage: exchange.lacking(storage, call.peer, names))
        )

    async def _arrived(self, call: _Call) -> Response:
        return JSONResponse(
            await self._lane.run(lambda storage: exchange.arrived(storage, call.peer, call.name))
        )

    async def _put_segment(self, call: _Call) -> Response:
        place = (call.peer, call.stream, call.name, call.number("at"), call.number("size"))
        answer = await self._lane.run(
            lambda storage: exchange.put_segment(storage, *place, call.body)
        )
        self._presence.note(call.peer, changes=answer.get("new", 0))
        return JSONResponse(answer)

    async def _put_blob(self, call: _Call) -> Response:
        place = (call.peer, call.stream, call.name, call.number("at"), call.number("size"))
        answer = await self._lane.run(lambda storage: exchange.put_blob(storage, *place, call.body))
        self._presence.note(call.peer, files=int(answer.get("wanted", False)))
        return JSONResponse(answer)

    async def _get(self, read: Callable[[HubStorage, str, str], bytes], call: _Call) -> Response:
        asked = _RANGE.fullmatch(call.request.headers.get("range", "bytes=0-"))
        data = await self._lane.run(lambda storage: read(storage, call.stream, call.name))
        start = int(asked[1]) if asked else 0
        if start > len(data):
            raise Refused(416, "range", "the file ends before that byte")
        piece = data[start : start + wire.RANGE_BYTES]
        told = f"bytes {start}-{start + len(piece) - 1}/{len(data)}"
        return Response(piece, 206, {"content-range": told}, "application/octet-stream")

    async def _swap_receipts(self, call: _Call) -> Response:
        answer = await self._lane.run(
            lambda storage: exchange.swap_receipts(storage, call.peer, call.stream, call.body)
        )
        return Response(answer, media_type="application/octet-stream")

    async def _give_keys(self, call: _Call) -> Response:
        sealed = await self._lane.run(
            lambda storage: exchange.give_keys(storage, call.peer, call.stream)
        )
        return Response(sealed, media_type="application/octet-stream")

    async def _take_keys(self, call: _Call) -> Response:
        return JSONResponse(
            await self._lane.run(
                lambda storage: exchange.take_keys(storage, call.stream, call.body)
            )
        )


async def _body(request: Request, limit: int, seconds: float) -> bytes:
    """Return the body, refused as soon as it is too large or comes too slowly."""
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for piece in request.stream():
                body += piece
                if len(body) > limit:
                    raise Refused(413, "size", "the request is too large")
    except TimeoutError as error:
        raise Refused(408, "slow", "the request came too slowly") from error
    return bytes(body)


async def _let_pass(request: Request) -> None:
    """Read past a body, keeping nothing: who is refused while still sending would not hear why."""
    passed = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_BODY_SECONDS):
            async for piece in request.stream():
                passed += len(piece)
                if passed > wire.BODY_LIMIT:
                    return


def _refused(_request: Request, error: Refused) -> Response:
    return JSONResponse({"error": error.code, "what": error.what}, error.status)


def _no_such_page(_request: Request, error: HTTPException) -> Response:
    return JSONResponse({"error": "request", "what": error.detail}, error.status_code)


def _trouble(_request: Request, error: StoreError) -> Response:
    """Say what is wrong with the hub's database without saying where it lies."""
    if isinstance(error, StoreLocked):
        return JSONResponse({"error": wire.BUSY, "what": "the hub is busy; try again"}, 503)
    what = "the hub's disk is full" if isinstance(error, StoreFull) else "the hub's database fails"
    return JSONResponse({"error": error.code, "what": what}, 507)


def _fault(_request: Request, error: Exception) -> Response:
    what = f"internal fault {type(error).__name__} in the hub; nothing stored is touched"
    return JSONResponse({"error": "fault", "what": what}, 500)
