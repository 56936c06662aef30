"""A foreign client: declares an exchange of each kind, waits two seconds, publishes one message on each.

Arguments: AMQP URL, name that all exchanges begin with.
"""

import json
import sys
import time

import pika

url, name = sys.argv[1:3]
connection = pika.BlockingConnection(pika.URLParameters(url))
channel = connection.channel()
KINDS = ("topic", "fanout", "headers", "direct")
for kind in KINDS:
    channel.exchange_declare(f"{name}.{kind}", kind)
queue = channel.queue_declare("", exclusive=True).method.queue
channel.queue_bind(queue, f"{name}.direct", "bound")
# The promise is about exchanges that are two seconds old.
time.sleep(2)
for kind in KINDS:
    channel.basic_publish(f"{name}.{kind}", "bound", json.dumps({"order_id": f"{name}-{kind}", "total": 12.5}))
connection.close()
