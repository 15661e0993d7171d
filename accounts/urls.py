"""The addresses of signing in and of what keeps an account safe. Of allauth only what is used: it has pages for passwords,
signing up and confirming addresses, and this house has none."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from accounts import second_factor, session_list, sign_in, stepup
from accounts import shadow as wagtails

urlpatterns = [
    path("account/login/", sign_in.SignIn.as_view(), name="account_login"),
    path("account/login/code/", wagtails.to_ours, name="account_request_login_code"),
    path("account/login/code/confirm/", sign_in.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("account/login/passkey/", sign_in.SignInWithPasskey.as_view(), name="mfa_login_webauthn"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", stepup.by_code, name="account_reauthenticate"),
    path("account/2fa/", mfa.index, name="mfa_index"),
    path("account/2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("account/2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/2fa/trust/", mfa.trust, name="mfa_trust"),
    path("account/2fa/app/", second_factor.ActivateTotp.as_view(), name="mfa_activate_totp"),
    path("account/2fa/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/2fa/recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/2fa/recovery-codes/download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/add/", second_factor.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("account/passkeys/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/passkeys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/sessions/", session_list.sessions, name="usersessions_list"),
]

# Stands before Wagtail's own addresses: its log-in lets a password through past the second factor.
shadow = [
    path("beheer/login/", wagtails.to_ours),
    path("beheer/logout/", account.logout, name="back_office_logout"),
    re_path(r"^beheer/password_reset/.*$", wagtails.to_ours),
]
