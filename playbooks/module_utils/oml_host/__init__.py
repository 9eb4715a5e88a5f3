"""The program a tenant's host keeps: it compares, stages, applies, commits and puts back.

Standard library only, Python >= 3.8. Its contract is docs/host-program.md. It runs in four ways: inside Ansible's
`oml_step` module at a host that has no copy of this version yet, as that copy (`python3 -m oml_host client`), in a
transient systemd unit of its own (`python3 -m oml_host step QUESTION ANSWER`), and at boot (`python3 -m oml_host
resume`).
"""

FORMAT = 1
