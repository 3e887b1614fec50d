"""NIST's program sclite: its arguments, the transcripts that it reads, and the reports that it prints.

Definition: sclite 2.10 of the Speech Recognition Scoring Toolkit, as Debian's package sctk 2.4.10 has it.
"""
