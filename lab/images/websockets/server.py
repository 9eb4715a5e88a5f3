"""A WebSocket server on Redis: a client of /consumers/NAME gets what is published on the channel NAME.

What a client sends is published on the same channel. BIND_ADDRESS is ADDRESS:PORT, REDIS_HOST a
redis:// URL.
"""

import asyncio
import logging
import os
import signal

import redis.asyncio as redis

import websockets

log = logging.getLogger("websockets-server")


async def forward(subscription, client):
    """Sends every message of the channel to the client."""
    async for message in subscription.listen():
        if message["type"] == "message":
            await client.send(message["data"])


async def publish(broker, channel, client):
    """Publishes every message of the client on the channel, until it leaves."""
    async for message in client:
        await broker.publish(channel, message)


async def serve_client(broker, client):
    """Joins one client to the channel its path names; without Redis the client is told to come back."""
    channel = client.path.rstrip("/").rpartition("/")[2] or "all"
    subscription = broker.pubsub()
    try:
        await subscription.subscribe(channel)
        tasks = [
            asyncio.ensure_future(forward(subscription, client)),
            asyncio.ensure_future(publish(broker, channel, client)),
        ]
        _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
    except (redis.RedisError, OSError) as error:
        log.error("Redis does not answer: %s", error)
        await client.close(1013, "Redis does not answer")
    finally:
        await subscription.close()


async def main():
    """Serves until SIGTERM."""
    address, _, port = os.environ["BIND_ADDRESS"].rpartition(":")
    broker = redis.from_url(os.environ["REDIS_HOST"], decode_responses=True)
    stop = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set_result, None)
    async with websockets.serve(lambda client: serve_client(broker, client), address, int(port)):
        log.info("listening on %s:%s", address, port)
        await stop


logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
if os.environ.get("EVENT_LOOP") == "uvloop":
    import uvloop

    uvloop.install()
asyncio.run(main())
