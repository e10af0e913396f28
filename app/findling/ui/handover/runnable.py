# SPDX-License-Identifier: Apache-2.0
"""Which files a system would run rather than show: Findling never opens those."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath

_WINDOWS = """
    appref-ms bat chm cmd com cpl exe gadget hta inf ins isp job js jse lnk msc msh msh1 msh1xml
    msh2 msh2xml mshxml msi msp mst pif ps1 ps1xml ps2 ps2xml psc1 psc2 reg scf scr sct
    settingcontent-ms shb shs url vb vbe vbs ws wsc wsf wsh xbap xll
"""
_MAC = """
    action app applescript command dmg fileloc inetloc mpkg pkg scpt scptd term terminal tool
    webloc workflow
"""
_OTHERS = """
    appimage bash bin csh deb desktop elf fish flatpak flatpakref jar jnlp ksh out pl py pyc pyw
    pyz pyzw rb rpm run sh snap so tcl zsh
"""
_RUN = frozenset(f"{_WINDOWS} {_MAC} {_OTHERS}".split())
"""Ends of names; those of programs' sources too, which some systems run and others show."""


def would_run(path: PurePath) -> bool:
    """Say whether opening a file may start what is in it.

    Parameters
    ----------
    path : PurePath
        Only its name is looked at; Windows passes over dots and spaces at the end of it.

    Examples
    --------
    >>> from pathlib import PurePath
    >>> would_run(PurePath("invoice.pdf.EXE")), would_run(PurePath("invoice.pdf"))
    (True, False)
    """
    _, dot, end = path.name.rstrip(". ").rpartition(".")
    return bool(dot) and end.strip().lower() in _RUN
