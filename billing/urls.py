"""The addresses at which a client pays, and at which Stripe tells of it."""

from django.urls import path

from billing.views import office_papers, office_stopping, office_turnover, papers, stopping, webhook

urlpatterns = [
    path("betalingen/adres/", papers.bill_to, name="bill_to"),
    path("betalingen/document/<uuid:uuid>/", papers.paper, name="paper"),
    path("betalingen/document/<uuid:uuid>.<slug:suffix>", papers.file, name="paper_file"),
    path("kantoor/papieren/", office_papers.current, name="office_papers"),
    path("kantoor/papieren/<int:year>/<int:month>/", office_papers.month, name="office_papers_month"),
    path("kantoor/papieren/<int:year>/<int:month>.zip", office_papers.month_zip, name="office_papers_zip"),
    path("kantoor/papieren/<int:pk>/adres/", office_papers.address, name="office_address"),
    path("kantoor/omzet/", office_turnover.current, name="office_turnover"),
    path("kantoor/omzet/<int:year>/<int:number>/", office_turnover.quarter, name="office_quarter"),
    path("kantoor/omzet/<int:year>/<int:number>.csv", office_turnover.quarter_csv, name="office_quarter_csv"),
    path("kantoor/btw/", office_turnover.vat, name="office_vat"),
    path("stripe/webhook/", webhook.webhook, name="stripe_webhook"),
    path("stoppen/", stopping.stop, name="stop"),
    path("herroepen/", stopping.withdraw, name="withdraw"),
    path("kantoor/stoppen/", office_stopping.register, name="office_stopping"),
    path("kantoor/stoppen/<uuid:uuid>/koppel/", office_stopping.match, name="office_stopping_match"),
    path("kantoor/stoppen/<uuid:uuid>/akkoord/", office_stopping.approve, name="office_stopping_approve"),
    path("kantoor/stoppen/<uuid:uuid>/terzijde/", office_stopping.set_aside, name="office_stopping_set_aside"),
]
