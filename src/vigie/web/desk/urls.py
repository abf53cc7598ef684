"""The desk's addresses, all under /desk/."""

from django.urls import path

from vigie.web.desk import (
    views_call,
    views_case,
    views_journal,
    views_login,
    views_notice,
    views_queue,
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
    path("journal/", views_journal.journal, name="journal"),
    path("appel/", views_call.call, name="call"),
]
