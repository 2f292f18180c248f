"""Which certificates are trusted."""

import ssl
from collections.abc import Mapping


def trusted_certificates(env: Mapping[str, str]) -> ssl.SSLContext:
    """The certificates to trust: those the environment names, else the system's and Mozilla's together."""
    import certifi

    if env.get("SSL_CERT_FILE"):
        return ssl.create_default_context(cafile=env["SSL_CERT_FILE"])
    if env.get("SSL_CERT_DIR"):
        return ssl.create_default_context(capath=env["SSL_CERT_DIR"])
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
