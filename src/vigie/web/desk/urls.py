"""The desk's addresses, all under /desk/."""

from django.urls import path

from vigie.web.desk import (
    views_call,
    views_case,
    views_join,
    views_login,
    views_notice,
    views_own,
    views_queue,
    views_recovery,
    views_team,
)

app_name = "desk"
urlpatterns = [
    path("", views_queue.queue, name="queue"),
    path("connexion/", views_login.log_in, name="log_in"),
    path("connexion/cle/", views_login.log_in_passkey, name="log_in_passkey"),
    path("preuve/", views_login.prove, name="prove"),
    path("deconnexion/", views_login.log_out, name="log_out"),
    path("dossiers/<str:reference>/prendre/", views_queue.claim, name="claim"),
    path("dossiers/<str:reference>/rendre/", views_queue.release, name="release"),
    path("dossiers/<str:reference>/", views_case.case, name="case"),
    path("dossiers/<str:reference>/notes/", views_case.add_note, name="note"),
    path("dossiers/<str:reference>/messages/", views_case.write_to_witness, name="message"),
    path("dossiers/<str:reference>/clore/", views_case.close, name="close"),
    path("dossiers/<str:reference>/piece/<int:picture_id>/", views_case.picture, name="picture"),
    path(
        "dossiers/<str:reference>/conversations/<int:conversation>/cotes/",
        views_case.swap,
        name="swap",
    ),
    path(
        "dossiers/<str:reference>/conversations/<int:conversation>/messages/<int:turn>/",
        views_case.correct,
        name="correct",
    ),
    path("dossiers/<str:reference>/signaler/", views_notice.draft, name="notice"),
    path(
        "dossiers/<str:reference>/signalements/<str:notice>/",
        views_notice.notice,
        name="notice_page",
    ),
    path(
        "dossiers/<str:reference>/signalements/<str:notice>/etat/",
        views_notice.mark,
        name="notice_mark",
    ),
    path(
        "dossiers/<str:reference>/signalements/<str:notice>.<str:kind>",
        views_notice.paper,
        name="notice_paper",
    ),
    path("appel/", views_call.call, name="call"),
    path("rejoindre/", views_join.join, name="join"),
    path("rejoindre/code/", views_join.join_code, name="join_code"),
    path("secours/", views_join.recover, name="recover"),
    path("moi/", views_own.own, name="own"),
    path("moi/cles/", views_own.add_passkey, name="add_passkey"),
    path("moi/cles/<int:number>/retirer/", views_own.remove_passkey, name="remove_passkey"),
    path("moi/phrase/", views_own.passphrase, name="passphrase"),
    path("moi/visites/<int:number>/finir/", views_own.end_visit, name="end_visit"),
    path("equipe/", views_team.team_page, name="team"),
    path("equipe/inviter/", views_team.invite, name="invite"),
    path("equipe/cle/", views_team.rotate, name="rotate"),
    path("equipe/cle/suite/", views_team.rewrap, name="rewrap"),
    path("equipe/secours/", views_recovery.recovery_page, name="recovery"),
    path("equipe/secours/papier/", views_recovery.make, name="make_recovery"),
    path("equipe/secours/essai/", views_recovery.drill, name="drill"),
    path("equipe/<str:pseudonym>/", views_team.person, name="person"),
    path("equipe/<str:pseudonym>/accueillir/", views_team.admit, name="admit"),
    path("equipe/<str:pseudonym>/refuser/", views_team.turn_away, name="turn_away"),
    path("equipe/<str:pseudonym>/role/", views_team.change_role, name="change_role"),
    path("equipe/<str:pseudonym>/retour/", views_team.invite_back, name="invite_back"),
    path("equipe/<str:pseudonym>/depart/", views_team.leave, name="leave"),
]
