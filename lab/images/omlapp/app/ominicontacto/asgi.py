"""The web application as Daphne runs it, with an echo for WebSockets under /channels/."""

from django.core.asgi import get_asgi_application

pages = get_asgi_application()


async def echo(receive, send):
    """Accepts a WebSocket and returns what it is sent."""
    while True:
        event = await receive()
        if event["type"] == "websocket.connect":
            await send({"type": "websocket.accept"})
        elif event["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": event.get("text") or ""})
        else:
            return


async def application(scope, receive, send):
    """Tells the two protocols apart."""
    if scope["type"] == "websocket":
        await echo(receive, send)
    else:
        await pages(scope, receive, send)
