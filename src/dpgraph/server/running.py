"""A site on an address, until it is stopped."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import replace

from dpgraph.errors import InputError, ServerError
from dpgraph.graph.store import open_store, open_writable
from dpgraph.server.app import LOOPBACK, Site, build_app


def serve(site: Site, host: str, port: int, started: Callable[[str], None] = lambda address: None) -> None:
    """Serves a site until it is interrupted; `started` gets its address (with port 0, a free port is taken).

    Raises NotFound or GraphError when there is no graph to serve, InputError for limits that allow nothing, ServerError
    when the address is taken or not of this machine.
    """
    import uvicorn

    site = _checked(site)
    listening = _listening(host, port)
    address, port = listening.getsockname()[:2]
    local = ipaddress.ip_address(address).is_loopback
    app = build_app(replace(site, hosts=(*LOOPBACK, host) if local else ()))
    started(f"http://{f'[{address}]' if ':' in address else address}:{port}/")
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=60,
        timeout_graceful_shutdown=2,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _checked(site: Site) -> Site:
    """The site, when there is something to serve; a store that may be changed has one worker."""
    limits = site.limits
    if min(limits.seconds, limits.result_bytes, limits.workers) <= 0 or limits.waiting < 0:
        raise InputError(f"{limits}: a limit below 1 allows nothing.")
    if not site.writable:
        open_store(site.folder)
        return site
    open_writable(site.folder)  # fails here rather than in a worker; closed again at once
    return replace(site, limits=replace(limits, workers=1))


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ServerError(
            f"{host}:{port} cannot be served: {reason}. Choose another with --host and --port."
        ) from error
