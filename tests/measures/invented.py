"""An invented notice of June 2020, complete, for tests to change."""

from datetime import UTC, date, datetime

from vigie.linking.parse import parse_account
from vigie.measures.article16 import (
    CitedQuote,
    Claim,
    Clocks,
    Exhibit,
    GoodFaith,
    Notice,
    NoticeItem,
    Notifier,
    PlatformMove,
    RequestedMeasure,
    WitnessConsent,
)
from vigie.measures.grounds import grounds

MADE_AT = datetime(2020, 6, 18, 9, 30, tzinfo=UTC)


def quote(turn: int, text: str, sent_at_raw: str = "") -> CitedQuote:
    return CitedQuote("C-1", turn, text, sent_at_raw)


def invented_notice() -> Notice:
    return Notice(
        notice_id="S-2020-0042",
        case_ref="D-7K2M",
        made_at=MADE_AT,
        platform="tiktok",
        channel="portal",
        account=parse_account("https://www.tiktok.com/@max.exemple"),
        facts_on=date(2020, 6, 3),
        facts_until=date(2020, 6, 14),
        victim_age=13,
        age_basis="stated",
        summary=(
            "Le compte signalé écrit à une personne qui dit avoir 13 ans. Il met en avant sa "
            "notoriété, demande le secret, puis réclame des photos et menace de diffuser "
            "l’échange quand elle refuse. L’échange est poursuivi sur Snapchat."
        ),
        claims=(
            Claim(
                "Le compte signalé demande une photo à une personne qui vient de dire son âge.",
                (
                    quote(4, "j’ai 13 ans", "mer. 3 juin, 21:14"),
                    quote(6, "envoie une photo de toi, juste pour moi 😏", "mer. 3 juin, 21:16"),
                ),
            ),
            Claim(
                "Il demande le secret et un autre moyen de communication.",
                (
                    quote(8, "parle pas de ça à tes parents", "mer. 3 juin, 21:20"),
                    quote(9, "viens sur snap c’est plus tranquille", "mer. 3 juin, 21:21"),
                ),
            ),
            Claim(
                "Il menace de publier l’échange et exige de l’argent.",
                (quote(22, "si tu payes pas je montre tout à ton collège", "dim. 14 juin, 18:02"),),
            ),
        ),
        items=(
            NoticeItem("account", url="https://www.tiktok.com/@max.exemple", handle="max.exemple"),
            NoticeItem(
                "message",
                handle="max.exemple",
                message_times=("3 juin 2020, 21:14 à 21:21", "14 juin 2020, 18:02"),
                export_ref="Chat History/ChatHistory, conversation 1",
            ),
        ),
        grounds=(
            grounds()["cp-227-22-1@2007-03-07"],
            grounds()["cp-312-10@2002-01-01"],
        ),
        stages=("solicit_image", "platform_move", "secrecy", "threat_exposure", "payment_demand"),
        consent=WitnessConsent(
            could_guess="no",
            pseudonym="etoile_filante",
            pseudonym_needed=True,
            recorded_at=datetime(2020, 6, 17, 18, 0, tzinfo=UTC),
            protected=("Camille Exemple", "06 39 98 00 12"),
        ),
        doubts="Aucun élément connu. L’heure affichée est celle du téléphone, non vérifiée.",
        notifier=Notifier("Association du Phare", "signalement@phare.example.org"),
        good_faith=GoodFaith("A. Martin-Exemple, écoutante", MADE_AT),
        exhibits=tuple(
            Exhibit(number, kind, f"{number:x}" * 64, datetime(2020, 6, 17, 16, 2, tzinfo=UTC))
            for number, kind in enumerate(("screenshot", "screenshot", "export"), 1)
        ),
        measures=(
            RequestedMeasure(
                "suspension",
                date(2020, 9, 18),
                "Le compte continue d’écrire à d’autres mineurs ; la suspension prévient de "
                "nouveaux faits le temps de l’examen.",
                date(2020, 7, 18),
            ),
            RequestedMeasure(
                "preservation", None, "Les messages peuvent être effacés par leur auteur."
            ),
        ),
        moves=(PlatformMove("snapchat", "C-1", 9),),
        clocks=Clocks(sent_at=MADE_AT),
    )
