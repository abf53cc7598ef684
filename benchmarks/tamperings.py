"""The tamperings of `benchmarks.tamper`: each kind is a function that says whether it was seen."""

import copy
import json
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from vigie.cli import ready as ready
from vigie.evidence.custody import (
    about_what,
    act_leaf,
    consistency_proof,
    head_message,
    inclusion_proof,
    new_signing_key,
    public_key,
    root,
    sign,
)
from vigie.evidence.installation import Organisation, write_private
from vigie.evidence.logs import contradiction
from vigie.evidence.proofs import Head, Inclusion, build_consistency, build_inclusion
from vigie.evidence.receipts import Item as Entry
from vigie.evidence.receipts import build_receipt, certify, make_promise, received_leaf
from vigie.evidence.subtrees import GrowingLog
from vigie.evidence.verdicts import check_paper
from vigie.flows import witness
from vigie.flows.casework import add_note, open_case
from vigie.flows.custody import (
    check_log,
    inclusion_of,
    log_act,
    log_bundle,
    note_head,
    proof_since,
    publish_log,
    published_log,
)
from vigie.flows.keeping.retention import apply_rules
from vigie.flows.place import folder, installation
from vigie.flows.queue import claim, queue
from vigie.flows.setup import make_installation, new_worker_secret
from vigie.flows.team.people import Desk, add_responder
from vigie.flows.worker import Worker, open_worker, work_once
from vigie.store.custody import LogEntry, LogHead, LogNode
from vigie.store.people import Responder
from vigie.store.testimonies import Item, Testimony

Paper = dict[str, Any]
Kind = Callable[[], bool]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAYS = 8
TALK = b"Lui: salut\nMoi: bonjour\nLui: envoie une photo\nMoi: non\n"
Draw = random.Random


@dataclass(frozen=True, slots=True)
class Scene:
    """A log with a past, the key that signs it, and the papers that others keep of it."""

    seed: bytes
    log_public: bytes
    end: datetime
    receipts: list[Paper]
    papers: list[Paper]

    @classmethod
    def made(cls, now: datetime) -> "Scene":
        """Ten days of an installation of its own."""
        begin = now - 10 * DAY
        secret = new_worker_secret()
        organisation = Organisation("Banc d'essai", "banc@example.org")
        made = make_installation(folder(), organisation, secret, begin)
        write_private(folder() / "worker.secret", secret.encode())
        settings.VIGIE_WORKER_SECRET = secret
        person, _ = add_responder(
            "Camille", "quatre pommes sur la table", Responder.Role.LEAD, made.team_secret
        )
        desk, worker = Desk(person, made.team_secret), open_worker("bench")
        receipts = [json.loads(each) for each in _ten_days(desk, worker, begin)]
        _finish(worker, now)
        published = published_log()
        assert published is not None
        log_public = bytes.fromhex(installation().log_public)
        proof = proof_since(published["heads"][0]["size"])
        entry = LogEntry.objects.get(position=3)
        included = inclusion_of(entry)
        assert included is not None
        papers = [*receipts, published, proof, log_bundle()]
        papers.append(build_inclusion(bytes(entry.leaf), included, log_public))
        seed = bytes.fromhex(worker.vault.log_seed)
        return cls(seed, log_public, now, receipts, papers)


def kinds(scene: Scene, draw: Draw) -> dict[str, Kind]:
    """Every kind of tampering by its name."""
    return {
        **{f"database: {name}": _in_database(act, scene, draw) for name, act in DATABASE.items()},
        **{f"history anew: {name}": _anew(act, scene, draw) for name, act in HISTORY.items()},
        **{f"paper: {name}": _in_paper(act, scene, draw) for name, act in PAPERS.items()},
    }


def _ten_days(desk: Desk, worker: Worker, begin: datetime) -> Iterator[bytes]:
    """A testimony a day, read and opened; the first is withdrawn. Gives receipts."""
    for day in range(DAYS):
        time = begin + day * DAY
        _finish(worker, time)
        session = witness.start_testimony(language="fr", campaign=None, now=time).session
        for page in ("what", "who", "when"):
            told = {"narrative": f"{page} {day}"}
            witness.save_page(session, page, told, once=page, now=time)
        incoming = witness.IncomingFile("t.txt")
        incoming.write(TALK)
        witness.receive_files(session, [incoming.finish()], once="f", now=time + HOUR)
        witness.send_off(session, time + HOUR)
        _finish(worker, time + HOUR)
        for row in queue(desk, time + 2 * HOUR):
            claim(desk, row.reference, time + 2 * HOUR)
            open_case(desk, row.reference, time + 2 * HOUR)
            add_note(desk, row.reference, "note", "à revoir", time + 2 * HOUR)
        for act in (LogEntry.Act.JOINED, LogEntry.Act.DECIDED, LogEntry.Act.ROTATED):
            log_act(act, actor="R-LEAD", now=time + 3 * HOUR, subject="R-2", detail=f"day {day}")
        _finish(worker, time + 3 * HOUR)
        publish_log(time + 4 * HOUR)
        _finish(worker, time + 4 * HOUR)
        if day:
            yield witness.receipt(session)
        else:
            witness.withdraw(session, time + 3 * HOUR)


def _finish(worker: Worker, now: datetime) -> None:
    while work_once(worker, now):
        pass
    apply_rules(now, "worker")
    while work_once(worker, now):
        pass


def _in_database(act: Callable[[Scene, Draw], None], scene: Scene, draw: Draw) -> Kind:
    def seen() -> bool:
        with undone():
            act(scene, draw)
            return bool(check_log(True, scene.end))

    return seen


def _anew(act: Callable[[Scene, Draw], None], scene: Scene, draw: Draw) -> Kind:
    """Everything is computed and signed again; only papers kept outside can tell."""

    def seen() -> bool:
        note = folder() / "worker" / "head.json"
        before = note.read_bytes()
        with undone():
            act(scene, draw)
            _sign_anew(scene)
            note_head()
            kept = draw.choice([scene.receipts[-1], *scene.papers[len(scene.receipts) :][:2]])
            told = contradiction([kept, log_bundle()])
        note.write_bytes(before)
        return told is not None

    return seen


def _in_paper(act: Callable[[Scene, Draw], Paper], scene: Scene, draw: Draw) -> Kind:
    return lambda: not check_paper(act(scene, draw), scene.log_public, None).valid


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _entry(draw: Draw, *, salted: bool | None = None, most: int | None = None) -> LogEntry:
    entries = LogEntry.objects.exclude(position=None)
    if salted is not None:
        entries = entries.filter(salt__isnull=not salted)
    if most is not None:
        entries = entries.filter(position__lt=most)
    return entries.get(pk=draw.choice(list(entries.values_list("pk", flat=True))))


def _set(entry: LogEntry, **values: object) -> None:
    LogEntry.objects.filter(pk=entry.pk).update(**values)


def _change_text(name: str) -> Callable[[Scene, Draw], None]:
    def change(_: Scene, draw: Draw) -> None:
        entry = _entry(draw)
        _set(entry, **{name: f"{getattr(entry, name)[:10]}{draw.randrange(10)}"})

    return change


def _change_bytes(name: str) -> Callable[[Scene, Draw], None]:
    def change(_: Scene, draw: Draw) -> None:
        known = LogEntry.objects.exclude(**{name: None}).exclude(position=None)
        entry = known.get(pk=draw.choice(list(known.values_list("pk", flat=True))))
        _set(entry, **{name: _flipped(bytes(getattr(entry, name)), draw)})

    return change


def _flipped(data: bytes, draw: Draw) -> bytes:
    place = draw.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << draw.randrange(8))]) + data[place + 1 :]


def _change_act(_: Scene, draw: Draw) -> None:
    entry = _entry(draw)
    _set(entry, act=draw.choice([each for each in LogEntry.Act.values if each != entry.act]))


def _change_actor(_: Scene, draw: Draw) -> None:
    entry = _entry(draw)
    actors = {"R-LEAD", "R-OTHER", "worker", "witness", "intake", "desk"} - {entry.actor}
    _set(entry, actor=draw.choice(sorted(actors)))


def _back_date(_: Scene, draw: Draw) -> None:
    entry = _entry(draw)
    _set(entry, hour=entry.hour + draw.choice([-1, 1]) * draw.randrange(1, 100) * HOUR)


def _change_number(_: Scene, draw: Draw) -> None:
    entry = _entry(draw)
    _set(entry, item_number=(entry.item_number or 0) + draw.randrange(1, 9))


def _make_forget(_: Scene, draw: Draw) -> None:
    """As an erasure does, without one."""
    entry = _entry(draw, salted=True)
    salt = bytes(entry.salt or b"")
    about = about_what(entry.subject, entry.item_number, entry.detail, salt)
    gone = {"salt": None, "subject": "", "item_number": None, "detail": ""}
    _set(entry, about=about, testimony=None, item=None, **gone)


def _drop_salt(_: Scene, draw: Draw) -> None:
    _set(_entry(draw, salted=True), salt=None)


def _point_elsewhere(_: Scene, draw: Draw) -> None:
    pointing = LogEntry.objects.exclude(testimony=None)
    entry = pointing.get(pk=draw.choice(list(pointing.values_list("pk", flat=True))))
    others = Testimony.objects.exclude(pk=entry.testimony_id).values_list("pk", flat=True)
    _set(entry, testimony=draw.choice([None, *others]))


def _point_to_another_item(_: Scene, draw: Draw) -> None:
    pointing = LogEntry.objects.exclude(item=None)
    entry = pointing.get(pk=draw.choice(list(pointing.values_list("pk", flat=True))))
    others = Item.objects.exclude(pk=entry.item_id).values_list("pk", flat=True)
    _set(entry, item=draw.choice([None, *others]))


def _drop(_: Scene, draw: Draw) -> None:
    _entry(draw).delete()


def _drop_and_close_the_gap(scene: Scene, draw: Draw) -> None:
    entry = _entry(draw, most=_kept(scene))
    place = entry.position or 0
    entry.delete()
    _shift(place + 1, -1)


def _drop_and_go_on(scene: Scene, draw: Draw) -> None:
    """Afterwards the log is as long as before: a shorter one may be an older copy."""
    _drop_and_close_the_gap(scene, draw)
    _append(scene, draw)


def _cut_the_end(_: Scene, draw: Draw) -> None:
    """The last entries go, with their subtrees and heads: what is left is a whole log."""
    sizes = list(LogHead.objects.order_by("size").values_list("size", flat=True))
    size = draw.choice(sizes[:-1])
    LogEntry.objects.filter(position__gte=size).delete()
    LogHead.objects.filter(size__gt=size).delete()
    for level in range(size.bit_length() + 2):
        LogNode.objects.filter(level=level, index__gte=size >> level).delete()


def _reorder(scene: Scene, draw: Draw) -> None:
    one, other = (_entry(draw, most=_kept(scene)) for _ in range(2))
    while one.leaf == other.leaf:
        other = _entry(draw, most=_kept(scene))
    _set(one, position=1_000_000)
    _set(other, position=one.position)
    _set(one, position=other.position)


def _insert(scene: Scene, draw: Draw) -> None:
    """An act that never was, made as a real one, between two that were."""
    place = draw.randrange(_kept(scene))
    _shift(place, 1)
    made = log_act(LogEntry.Act.OPENED, actor="R-LEAD", now=scene.end, subject="T-NOBODY")
    _set(made, position=place)


def _append(scene: Scene, _: Draw) -> None:
    made = log_act(LogEntry.Act.OPENED, actor="R-LEAD", now=scene.end, subject="T-NOBODY")
    _set(made, position=LogEntry.objects.exclude(position=None).count())


def _shift(first: int, by: int) -> None:
    """Positions are unique: over a distance, then back."""
    moved = LogEntry.objects.filter(position__gte=first)
    keys = list(moved.values_list("pk", flat=True))
    LogEntry.objects.filter(pk__in=keys).update(position=F("position") + 1_000_000)
    LogEntry.objects.filter(pk__in=keys).update(position=F("position") - 1_000_000 + by)


def _kept(scene: Scene) -> int:
    """What every paper that is kept outside covers."""
    published = scene.papers[len(scene.receipts)]
    return int(published["heads"][-1]["size"])


def _node(draw: Draw) -> LogNode:
    return LogNode.objects.get(pk=draw.choice(list(LogNode.objects.values_list("pk", flat=True))))


def _change_node(_: Scene, draw: Draw) -> None:
    node = _node(draw)
    LogNode.objects.filter(pk=node.pk).update(hash=_flipped(bytes(node.hash), draw))


def _drop_node(_: Scene, draw: Draw) -> None:
    _node(draw).delete()


def _move_node(_: Scene, draw: Draw) -> None:
    node = _node(draw)
    LogNode.objects.filter(pk=node.pk).update(index=node.index + draw.randrange(1_000, 9_000))


def _add_node(_: Scene, draw: Draw) -> None:
    level, index = draw.randrange(9), draw.randrange(10_000, 20_000)
    LogNode.objects.create(level=level, index=index, hash=draw.randbytes(32))


def _head(draw: Draw) -> LogHead:
    return LogHead.objects.get(pk=draw.choice(list(LogHead.objects.values_list("pk", flat=True))))


def _change_head(_: Scene, draw: Draw) -> None:
    head, name = _head(draw), draw.choice(["root", "signature", "hour", "size"])
    value: object = head.hour + draw.choice([-1, 1]) * draw.randrange(1, 100) * HOUR
    if name in ("root", "signature"):
        value = _flipped(bytes(getattr(head, name)), draw)
    elif name == "size":
        value = head.size + draw.randrange(10_000, 20_000)
    LogHead.objects.filter(pk=head.pk).update(**{name: value})


def _sign_head_otherwise(_: Scene, draw: Draw) -> None:
    head, seed = _head(draw), new_signing_key()
    signature = sign(seed, head_message(head.size, bytes(head.root), head.hour))
    LogHead.objects.filter(pk=head.pk).update(signature=signature)


def _back_date_signed_head(scene: Scene, draw: Draw) -> None:
    """With the log key: an hour before that of the head before it."""
    heads = list(LogHead.objects.order_by("size"))
    place = draw.randrange(1, len(heads))
    head, hour = heads[place], heads[place - 1].hour - draw.randrange(1, 100) * HOUR
    signature = sign(scene.seed, head_message(head.size, bytes(head.root), hour))
    LogHead.objects.filter(pk=head.pk).update(hour=hour, signature=signature)


def _drop_newest_head(_scene: Scene, _: Draw) -> None:
    LogHead.objects.order_by("-size")[:1].get().delete()


def _publish_otherwise(_: Scene, draw: Draw) -> None:
    head = _head(draw)
    LogHead.objects.filter(pk=head.pk).update(published=not head.published)


def _change_and_keep_the_leaf_true(scene: Scene, draw: Draw) -> None:
    """Another actor at another hour, with the leaf that such an act has."""
    salted = LogEntry.objects.filter(salt__isnull=False, promise=None, position__lt=_kept(scene))
    entry = salted.get(pk=draw.choice(list(salted.values_list("pk", flat=True))))
    salt = bytes(entry.salt or b"")
    about = about_what(entry.subject, entry.item_number, entry.detail, salt)
    hour = entry.hour - draw.randrange(100) * HOUR
    leaf = act_leaf(entry.act, "R-OTHER", hour, about)
    _set(entry, actor="R-OTHER", hour=hour, leaf=leaf)


def _sign_anew(scene: Scene) -> None:
    """Subtrees and heads of the log as it is now, at the sizes and hours of the old ones."""
    leaves = list(
        LogEntry.objects.exclude(position=None).order_by("position").values_list("leaf", flat=True)
    )
    heads = {head.size: head for head in LogHead.objects.all()}
    LogNode.objects.all().delete()
    LogHead.objects.all().delete()
    log, nodes, signed = GrowingLog(), [], []
    for leaf in leaves:
        made = log.add(bytes(leaf))
        nodes += [LogNode(level=level, index=index, hash=h) for (level, index), h in made]
        if log.size in heads or log.size == len(leaves):
            old = heads.get(log.size, heads[max(heads)])
            signature = sign(scene.seed, head_message(log.size, log.root(), old.hour))
            signed.append(
                LogHead(size=log.size, root=log.root(), hour=old.hour, signature=signature)
            )
    LogNode.objects.bulk_create(nodes)
    LogHead.objects.bulk_create(signed)


def _change_a_value(which: Callable[[Scene], Sequence[Paper]]) -> Callable[[Scene, Draw], Paper]:
    def change(scene: Scene, draw: Draw) -> Paper:
        true = draw.choice(which(scene))
        while True:
            false = copy.deepcopy(true)
            _spoil(false, draw)
            if false != true and not _says_less(false, true):
                return false

    return change


def _says_less(false: Paper, true: Paper) -> bool:
    """A true paper that shows fewer things: a receipt without its log, a log with fewer heads."""
    heads = false.get("heads")
    fewer = isinstance(heads, list) and len(heads) < len(true["heads"])
    return false.get("log", "") is None or (true["schema"] == "vigie.log/1" and fewer)


def _spoil(value: dict[str, Any] | list[Any], draw: Draw) -> None:
    """Changes, drops, adds or swaps something somewhere inside."""
    keys: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = draw.choice(keys)
    inner: Any = value[key]
    if isinstance(inner, dict | list) and inner and draw.random() < 0.9:
        _spoil(inner, draw)
    elif isinstance(value, list) and len(value) > 1 and draw.random() < 0.5:
        other = draw.choice(keys)
        value[key], value[other] = value[other], value[key]
    elif draw.random() < 0.2:
        del value[key]
    elif isinstance(inner, str):
        value[key] = _other_text(inner, draw)
    elif isinstance(inner, int):
        value[key] = inner + draw.choice([-1, 1, 7])
    else:
        value[key] = draw.choice([None, 0, "", []])


def _other_text(text: str, draw: Draw) -> str:
    place = draw.randrange(len(text))
    return text[:place] + draw.choice("0123456789abcdef") + text[place + 1 :]


def _part_of_another(scene: Scene, draw: Draw) -> Paper:
    one, other = draw.sample(scene.receipts, 2)
    part = draw.choice(["items", "salt", "testimony", "received", "promise", "log"])
    return {**one, part: other[part]}


def _of_another_installation(scene: Scene, draw: Draw) -> Paper:
    """True there: the same things, signed with other keys in another log."""
    paper = draw.choice(scene.receipts)
    log_seed, intake = new_signing_key(), new_signing_key()
    hour = datetime.fromisoformat(paper["received"])
    items = [Entry(**each) for each in paper["items"]]
    salt = bytes.fromhex(paper["salt"])
    leaf = received_leaf(items, hour, salt).hash
    leaves = [draw.randbytes(32) for _ in range(draw.randrange(1, 20))] + [leaf]
    head = _signed(leaves, hour, log_seed)
    place = len(leaves) - 1
    log = Inclusion(place, inclusion_proof(leaves, place), head)
    certificate = certify(public_key(intake), hour, hour, log_seed)
    promise = make_promise(leaf, hour, intake)
    made = build_receipt(items, salt, hour, promise, certificate, public_key(log_seed), log)
    return {**made, "log_key": draw.choice([made["log_key"], paper["log_key"]])}


def _back_dated_by_another_key(scene: Scene, draw: Draw) -> Paper:
    """An earlier hour, promised with a key that the log key never certified."""
    paper, intake = draw.choice(scene.receipts), new_signing_key()
    hour = datetime.fromisoformat(paper["received"]) - draw.randrange(1, 1000) * HOUR
    items, salt = [Entry(**each) for each in paper["items"]], bytes.fromhex(paper["salt"])
    leaf = received_leaf(items, hour, salt).hash
    promise = {**paper["promise"], "signature": make_promise(leaf, hour, intake).hex()}
    if draw.random() < 0.5:
        promise["key"] = public_key(intake).hex()
    written = hour.strftime("%Y-%m-%dT%H:00:00Z")
    false = {"received": written, "testimony": leaf.hex(), "promise": promise}
    return {**paper, **false, "log": draw.choice([None, paper["log"]])}


def _of_a_rewritten_log(scene: Scene, draw: Draw) -> Paper:
    """A new head signed with the log key, over leaves that are not those of the old head."""
    bundle = next(each for each in scene.papers if each["schema"] == "vigie.log/1")
    leaves = [bytes.fromhex(leaf) for leaf in bundle["leaves"]]
    old = draw.choice(bundle["heads"][:-1])
    place = draw.randrange(old["size"])
    rewritten = [*leaves[:place], draw.randbytes(32), *leaves[place + 1 :]]
    hour = datetime.fromisoformat(bundle["heads"][-1]["hour"])
    said = datetime.fromisoformat(old["hour"])
    signature = bytes.fromhex(old["signature"])
    was = Head(old["size"], bytes.fromhex(old["root"]), said, signature)
    proof = consistency_proof(rewritten, was.size)
    return build_consistency(was, _signed(rewritten, hour, scene.seed), proof, scene.log_public)


def _signed(leaves: Sequence[bytes], hour: datetime, seed: bytes) -> Head:
    top = root(leaves)
    return Head(len(leaves), top, hour, sign(seed, head_message(len(leaves), top, hour)))


def _of(schema: str) -> Callable[[Scene], list[Paper]]:
    return lambda scene: [each for each in scene.papers if each["schema"] == schema]


DATABASE: dict[str, Callable[[Scene, Draw], None]] = {
    "act changed": _change_act,
    "actor changed": _change_actor,
    "back-dated or later": _back_date,
    "subject changed": _change_text("subject"),
    "detail changed": _change_text("detail"),
    "item number changed": _change_number,
    "leaf changed": _change_bytes("leaf"),
    "salt changed": _change_bytes("salt"),
    "salt gone": _drop_salt,
    "commitment changed": _change_bytes("about"),
    "promise changed": _change_bytes("promise"),
    "made to forget": _make_forget,
    "pointed to another testimony or none": _point_elsewhere,
    "pointed to another item or none": _point_to_another_item,
    "dropped": _drop,
    "dropped, gap closed": _drop_and_close_the_gap,
    "end cut off with its heads": _cut_the_end,
    "reordered": _reorder,
    "inserted": _insert,
    "appended without a head": _append,
    "leaf made true for another act": _change_and_keep_the_leaf_true,
    "subtree changed": _change_node,
    "subtree dropped": _drop_node,
    "subtree moved": _move_node,
    "subtree added": _add_node,
    "head changed": _change_head,
    "head signed with another key": _sign_head_otherwise,
    "head back-dated with the log key": _back_date_signed_head,
    "newest head dropped": _drop_newest_head,
    "head published or hidden": _publish_otherwise,
}
HISTORY: dict[str, Callable[[Scene, Draw], None]] = {
    "an act changed": _change_and_keep_the_leaf_true,
    "an entry dropped": _drop_and_go_on,
    "two entries swapped": _reorder,
    "an entry inserted": _insert,
}
PAPERS: dict[str, Callable[[Scene, Draw], Paper]] = {
    "receipt, a value": _change_a_value(lambda scene: scene.receipts),
    "receipt, a part of another testimony's": _part_of_another,
    "receipt, of another installation": _of_another_installation,
    "receipt, back-dated with another key": _back_dated_by_another_key,
    "log proof, a value": _change_a_value(_of("vigie.log-proof/1")),
    "log proof, of a rewritten log": _of_a_rewritten_log,
    "published heads, a value": _change_a_value(_of("vigie.log-head/1")),
    "whole log, a value": _change_a_value(_of("vigie.log/1")),
}
