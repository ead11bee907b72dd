"""The local stack: infra/template.yaml on this machine, behind one address."""
