"""The addresses at which a client orders and pays, at which Stripe tells of it, and at which the office looks after money."""

from django.urls import path

from billing.views import consents, offers, office, office_papers, office_turnover, order, papers, payments, webhook

urlpatterns = [
    path("stripe/webhook/", webhook.webhook, name="stripe_webhook"),
    path("uitnodiging/", order.invitation, name="invitation"),
    path("uitnodiging/start/", order.start, name="order_start"),
    path("uitnodiging/afspraken/", order.agree, name="order_agree"),
    path("uitnodiging/nakijken/", order.check, name="order_check"),
    path("betalingen/", payments.payments, name="payments"),
    path("betalingen/<uuid:order>/<int:number>/", payments.pay, name="pay"),
    path("betalingen/terug/<uuid:checkout>/", payments.returned, name="payment_returned"),
    path("betalingen/proef/<uuid:checkout>/", payments.demo_till, name="demo_till"),
    path("account/toestemmingen/", consents.consents, name="consents"),
    path("kantoor/geld/", office.money, name="money"),
    path("kantoor/geld/taak/<int:pk>/klaar/", office.task_done, name="money_task_done"),
    path("kantoor/geld/past-niet/<int:pk>/klaar/", office.unmatched_done, name="money_unmatched_done"),
    path("kantoor/geld/bestelling/<uuid:order>/", office.order, name="money_order"),
    path("kantoor/geld/bestelling/<uuid:order>/overschrijving/<int:number>/", office.transfer, name="money_transfer"),
    path("kantoor/geld/bestelling/<uuid:order>/terug/<int:entry>/", office.refund, name="money_refund"),
    path("kantoor/geld/terug/<uuid:refund>/", office.approve, name="money_approve"),
    path("kantoor/geld/berichten/", office.told, name="money_told"),
    path("kantoor/geld/berichten/<int:pk>/opnieuw/", office.told_again, name="money_told_again"),
    path("kantoor/geld/aanbod/", offers.offers, name="money_offers"),
    path("kantoor/geld/aanbod/nieuw/", offers.new, name="money_offer_new"),
    path("kantoor/geld/aanbod/<uuid:offer>/", offers.change, name="money_offer"),
    path("kantoor/geld/prijs/<uuid:enrolment>/", offers.price, name="money_price"),
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
]
