"""relay.py: a real SMTP relay for the tests, of Debian's aiosmtpd, with letters read by Python's own MIME parser and by icalendar.

    relay.py --port N [--tls starttls|implicit] [--cert FILE --key FILE] [--user NAME --password WORD]

Prints "ready", and then one JSON line for each thing that happens: {"what": "letter", …}, {"what": "auth", …}. Reads one JSON
line a time from stdin that says how it behaves from then on: {"mail": …, "rcpt": {"address": "550 no"}, "data": "451 later" |
"hang" | "drop" | "slow:SECONDS"}. Ends when stdin ends.

    relay.py --calendar     reads a calendar file from stdin and prints what stands in it."""

import argparse
import asyncio
import datetime
import email
import email.policy
import json
import logging
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult
from icalendar import Calendar

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
mood = {}


def say(**what):
    print(json.dumps(what, ensure_ascii=False), flush=True)


def when(value):
    return value.dt.isoformat() if value is not None else None


def by_own_rules(value, zones):
    """The moment as the zone written in the file has it, in UTC: not as this machine knows the zone."""
    at = value.dt
    name = value.params.get("TZID")
    if name is not None:
        at = zones[name].localize(at.replace(tzinfo=None))
    return at.astimezone(datetime.timezone.utc).isoformat()


def read_calendar(text):
    """By another parser than the one that wrote it."""
    out = []
    cal = Calendar.from_ical(text)
    zones = {str(z["tzid"]): z.to_tz() for z in cal.walk("VTIMEZONE")}
    for ev in cal.walk("VEVENT"):
        attendees = ev.get("attendee", [])
        out.append({
            "uid": str(ev["uid"]), "sequence": int(ev.get("sequence", 0)), "status": str(ev.get("status", "")),
            "summary": str(ev.get("summary", "")), "location": str(ev.get("location", "")), "url": str(ev.get("url", "")),
            "description": str(ev.get("description", "")), "starts": when(ev.get("dtstart")), "ends": when(ev.get("dtend")),
            "rules": [by_own_rules(ev["dtstart"], zones), by_own_rules(ev["dtend"], zones)], "tzid": ev["dtstart"].params.get("TZID", ""),
            "stamp": when(ev.get("dtstamp")), "organizer": str(ev.get("organizer", "")),
            "attendees": [str(a) for a in (attendees if isinstance(attendees, list) else [attendees])],
        })
    return {"method": str(cal.get("method", "")), "prodid": str(cal.get("prodid", "")), "version": str(cal.get("version", "")),
            "name": str(cal.get("x-wr-calname", "")), "zone": str(cal.get("x-wr-timezone", "")), "zones": list(zones), "events": out}


def read_part(part):
    text = part.get_content() if part.get_content_maintype() == "text" else part.get_payload(decode=True).decode()
    one = {"type": part.get_content_type(), "params": dict(part["content-type"].params), "file": part.get_filename(),
           "disposition": part.get_content_disposition(), "text": text}
    if part.get_content_type() in ("text/calendar", "application/ics"):
        one["calendar"] = read_calendar(part.get_payload(decode=True))
    return one


def tree(part):
    kind = part.get_content_type()
    return {kind: [tree(p) for p in part.iter_parts()]} if part.is_multipart() else kind


def read_letter(envelope, session):
    raw = envelope.original_content or envelope.content
    m = email.message_from_bytes(raw, policy=email.policy.default)
    parts = [read_part(p) for p in m.walk() if not p.is_multipart()]
    defects = [type(d).__name__ for p in m.walk() for d in p.defects] + [
        f"{k}: {type(d).__name__}" for k, v in m.items() for d in getattr(v, "defects", [])]
    return {"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
            "user": session.auth_data.login.decode() if session.authenticated else None,
            "headers": [[k, str(v)] for k, v in m.items()], "tree": tree(m), "parts": parts, "defects": defects,
            "longest": max(len(line) for line in raw.split(b"\n")), "raw": raw.decode("latin1")}


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if mood.get("mail"):
            return mood["mail"]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 sender ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = mood.get("rcpt", {}).get(address)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 recipient ok"

    async def handle_DATA(self, server, session, envelope):
        how = mood.get("data", "")
        if how in ("hang", "drop"):
            say(what="held", to=envelope.rcpt_tos)
            while mood.get("data") == "hang":
                await asyncio.sleep(0.05)
            if how == "drop":
                server.transport.abort()
                return "421 gone"
        elif how.startswith("slow:"):
            await asyncio.sleep(float(how[5:]))
        elif how:
            return how
        say(what="letter", **read_letter(envelope, session))
        return "250 2.0.0 taken"


async def moods(reader):
    while line := await reader.readline():
        mood.clear()
        mood.update(json.loads(line))
        say(what="mood")


async def main():
    p = argparse.ArgumentParser()
    for name in ("port", "tls", "cert", "key", "user", "password"):
        p.add_argument("--" + name)
    a = p.parse_args()
    context = None
    if a.cert:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(a.cert, a.key)

    def check(server, session, envelope, mechanism, auth_data):
        good = auth_data.login.decode() == a.user and auth_data.password.decode() == a.password
        say(what="auth", good=good, tls=session.ssl is not None or a.tls == "implicit")
        return AuthResult(success=good, handled=good, auth_data=auth_data)

    def one():
        return SMTP(Handler(), hostname="relay.example", ident="relay", enable_SMTPUTF8=False,
                    tls_context=context if a.tls == "starttls" else None, require_starttls=a.tls == "starttls",
                    auth_required=bool(a.user), auth_require_tls=a.tls == "starttls", authenticator=check if a.user else None)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(one, "127.0.0.1", int(a.port), ssl=context if a.tls == "implicit" else None)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    print("ready", flush=True)
    await moods(reader)
    server.close()


if "--calendar" in sys.argv:
    print(json.dumps(read_calendar(sys.stdin.buffer.read()), ensure_ascii=False))
else:
    asyncio.run(main())
