"""A Sagaloom worker with nothing but Python's standard library. The protocol is in docs/workers.md."""
import json, os, random, signal, statistics, threading, time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

URL = os.environ.get("SAGALOOM_URL", "http://127.0.0.1:4860") + "/api/worker/v1/"
HEADERS = {"Authorization": "Bearer " + os.environ["SAGALOOM_WORKER_TOKEN"], "Content-Type": "application/json"}
draining = threading.Event()

def describe(given):
    numbers = given["numbers"]
    return {"count": len(numbers), "mean": statistics.fmean(numbers), "median": statistics.median(numbers)}

ACTIVITIES = {"describe": (describe, "Mean and median of numbers.")}

def post(path, body):
    """Asks again while the server is away; what it refuses is raised."""
    delay = 0.1
    while True:
        try:
            with urlopen(Request(URL + path, json.dumps(body).encode(), HEADERS), timeout=60) as answer:
                return json.load(answer)
        except HTTPError as error:
            if error.code < 500 and error.code != 429:
                raise
        except OSError:
            pass
        time.sleep(delay * random.random())
        delay = min(2 * delay, 10)

def work(registered, task):
    lease, done = {"lease": task["lease"]}, threading.Event()
    def keep():  # heartbeats, as long as it works
        while not done.wait(registered["heartbeatSeconds"]):
            post("heartbeat", {"session": registered["session"], "leases": [lease]})
    threading.Thread(target=keep, daemon=True).start()
    try:
        how, said = "complete", {"output": ACTIVITIES[task["activity"]][0](task["with"])}
    except Exception as error:  # nothing was done in the world, and the same numbers will never do
        how, said = "fail", {"error": {"type": "describe", "message": repr(error), "retryable": False, "effect": "none"}}
    finally:
        done.set()
    post(how, {**lease, **said})

for name in (signal.SIGINT, signal.SIGTERM):
    signal.signal(name, lambda *_: draining.set())
about = {"worker": "python-%d" % os.getpid(), "build": "1", "queues": ["python"], "concurrency": 1,
         "activities": [{"name": name, "summary": summary} for name, (_, summary) in ACTIVITIES.items()]}
while not draining.is_set():
    registered = post("register", about)
    print("registered", flush=True)
    try:
        while not draining.is_set():
            for task in post("poll", {"session": registered["session"], "slots": 1, "held": [], "waitSeconds": 2})["tasks"]:
                work(registered, task)
        post("deregister", {"session": registered["session"]})
    except HTTPError as error:
        if error.code not in (404, 410):  # the server was started anew, or another has our task by now: register again
            raise
