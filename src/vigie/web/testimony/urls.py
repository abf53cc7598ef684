"""The addresses of the intake process that people see."""

from django.urls import path
from django.views.i18n import set_language

from vigie.web.public.campaign import campaign
from vigie.web.testimony.views import (
    advice,
    asking,
    choosing,
    entry,
    evidence,
    following,
    rereading,
    sending,
    short,
    taking,
    urgent,
)

urlpatterns = [
    path("", entry.first, name="first"),
    path("urgent/", urgent.urgent, name="urgent"),
    path("urgent/aide/", urgent.urgent_help, name="urgent-help"),
    path("raconter/", entry.start, name="start"),
    path("raconter/court/", short.short, name="short"),
    path("raconter/code/", entry.code, name="code"),
    path("raconter/6/", evidence.evidence, name="evidence"),
    path("raconter/<int:number>/", asking.question, name="question"),
    path("raconter/compte/", asking.understood_accounts, name="understood"),
    path("raconter/envoyer/", sending.send, name="send"),
    path("raconter/fin/", entry.done, name="done"),
    path("suivi/", following.follow, name="follow"),
    path("suivi/conversations/", choosing.choose, name="choose"),
    path("suivi/message/", following.message, name="message"),
    path("suivi/relire/", rereading.reread, name="reread"),
    path("suivi/relire/<int:conversation>/", rereading.put_right, name="put-right"),
    path("suivi/verrouiller/", evidence.lock, name="lock"),
    path("suivi/retirer/", following.withdraw, name="withdraw"),
    path("suivi/garder/", following.keep, name="keep"),
    path("suivi/recu/", following.receipt, name="receipt"),
    path("suivi/copie/", taking.take, name="take"),
    path("suivi/fermer/", following.close, name="close"),
    path("conseils/", advice.advice, name="advice"),
    path("conseils/<slug:slug>/", advice.topic, name="topic"),
    path("c/<slug:slug>/", campaign, name="campaign"),
    path("quitter/", entry.leave, name="leave"),
    path("langue/", set_language, name="language"),
]
