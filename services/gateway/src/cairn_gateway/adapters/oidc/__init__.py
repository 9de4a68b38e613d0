"""Signing in at the issuer: OpenID Connect authorization code flow with PKCE, renewal, and logout."""
