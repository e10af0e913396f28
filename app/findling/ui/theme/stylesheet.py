# SPDX-License-Identifier: Apache-2.0
"""The small style sheet: what a palette cannot say."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from findling.ui.theme.tokens import Radius, Space

if TYPE_CHECKING:
    from findling.ui.theme.tokens import Colors

# Widgets take part by a dynamic property "look"; nothing depends on class or object names.
_SHEET = Template(
    """
QToolTip { color: $text; background: $raised; border: 1px solid $line_strong; padding: 4px 6px; }
QDialog { background: $chrome; }
QMenuBar { background: $chrome; color: $text; padding: 2px 8px; }
QMenuBar::item { background: transparent; padding: 4px 9px; border-radius: ${small}px; }
QMenuBar::item:selected { background: $accent_soft; }
QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: ${small}px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $faint; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { width: 12px; height: 12px; left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }

QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QDialog QSplitter::handle { background: transparent; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: $accent; }

QAbstractItemView { background: $surface; border: none; outline: none; }
QAbstractItemView[look="side"] { background: $side; }
QTreeView[look="contents"] { background: $side; color: $text; padding: 4px 0; outline: none; }
QTreeView[look="contents"]::item { padding: 4px 2px; border-radius: ${small}px; }
QTreeView[look="contents"]::item:hover { background: $hover; }
QTreeView[look="contents"]::item:selected { background: $selection; color: $text; }
QTreeView[look="contents"]::branch { background: transparent; }

QWidget[look="top"], QWidget[look="side"] { background: $chrome; }
QWidget[look="top"] { border-bottom: 1px solid $line; }
QWidget[look="surface"] { background: $surface; }
QWidget[look="strip"] { background: $surface; border-top: 1px solid $line; }
QWidget[look="head"] { background: $surface; border-bottom: 1px solid $line; }
QWidget[look="notice"] { background: $notice_soft; border-bottom: 1px solid $line; }
QWidget[look="actions"] {
  background: $raised; border: 1px solid $line; border-radius: ${small}px;
}
QFrame[look="floating"] {
  background: $raised; border: 1px solid $line_strong; border-radius: ${control}px;
}
QAbstractItemView[look="floating"] { background: $raised; border: none; border-radius: 0; }
QWidget[look="done"] { background: $accent_soft; border-bottom: 1px solid $line; }
QWidget[look="danger"] { background: $danger_soft; border-bottom: 1px solid $line; }
QLabel[look="muted"] { color: $muted; }
QLabel[look="title"] { font-weight: 600; }
QLabel[look="notice-text"] { color: $notice; }
QLabel[look="danger-text"] { color: $danger; }
QLabel[look="badge"] {
  color: $notice; background: $notice_soft; border-radius: ${small}px; padding: 3px 8px;
}
QToolBar { background: $chrome; border: none; padding: 0 16px 0 16px; spacing: 4px; }
QToolBar::separator { background: $line; width: 1px; margin: 4px 4px; }
QToolBar QToolButton {
  background: transparent; border: 1px solid transparent; border-radius: ${small}px; padding: 5px;
}
QToolBar QToolButton:hover { background: $accent_soft; }
QToolBar QToolButton:focus { border-color: $accent; }
QStatusBar { background: $chrome; color: $muted; border-top: 1px solid $line; }
QStatusBar::item { border: none; }

QLineEdit[look="field"] {
  background: $raised; color: $text; border: 1px solid $line_strong;
  border-radius: ${control}px; padding: 6px ${s}px; placeholder-text-color: $muted;
}
QLineEdit[look="field"]:focus { border: 2px solid $accent; padding: 5px 7px; }
QLineEdit[look="field"]:disabled { background: $chrome; border-color: $line; }

QLineEdit[look="number"] {
  background: transparent; color: $text; border: 1px solid $line;
  border-radius: ${small}px; padding: 2px 4px;
}
QLineEdit[look="number"]:hover { border-color: $line_strong; }
QLineEdit[look="number"]:focus { background: $raised; border-color: $accent; }

QLineEdit[look="search"] {
  background: $raised; color: $text; border: 1px solid $line_strong;
  border-radius: ${control}px; padding: 0 ${s}px;
  selection-background-color: $accent; selection-color: $on_accent;
  placeholder-text-color: $muted;
}
QLineEdit[look="search"]:focus { border: 2px solid $accent; padding: 0 7px; }
QLineEdit[look="search"]:disabled { background: $chrome; border-color: $line; color: $faint; }

QPlainTextEdit, QComboBox, QKeySequenceEdit QLineEdit, QSpinBox {
  background: $raised; color: $text; border: 1px solid $line_strong;
  border-radius: ${control}px; padding: 5px ${s}px; placeholder-text-color: $muted;
  selection-background-color: $accent; selection-color: $on_accent;
}
QPlainTextEdit:focus, QComboBox:focus, QKeySequenceEdit QLineEdit:focus, QSpinBox:focus {
  border: 2px solid $accent; padding: 4px 7px;
}
QPlainTextEdit[readOnly="true"] { background: $surface; border-color: $line; }
QPlainTextEdit[look="reading"] {
  background: $surface; border: 1px solid transparent; border-radius: 0; padding: 0;
}
QPlainTextEdit[look="reading"]:focus { border: 1px solid $accent; padding: 0; }
QPlainTextEdit:disabled, QComboBox:disabled { color: $faint; border-color: $line; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox QAbstractItemView {
  background: $raised; color: $text; border: 1px solid $line_strong;
  selection-background-color: $selection; selection-color: $text;
}
QCheckBox { color: $text; spacing: ${s}px; padding: 4px; border: 1px solid transparent; }
QCheckBox:focus { border-color: $accent; border-radius: ${small}px; }
QListWidget[look="pages"] {
  background: transparent; color: $text; border: 1px solid transparent;
  border-radius: ${small}px;
}
QListWidget[look="pages"]:focus { border-color: $accent; }
QListWidget[look="pages"]::item { padding: 7px ${s}px; border-radius: ${small}px; }
QListWidget[look="pages"]::item:hover { background: $accent_soft; }
QListWidget[look="pages"]::item:selected { background: $selection; color: $text; }
QListView[look="rows"] {
  background: $surface; color: $text; border: 1px solid $line; border-radius: ${control}px;
  padding: 3px;
}
QListView[look="rows"]:focus { border-color: $accent; }
QListView[look="rows"]::item { padding: 5px ${s}px; border-radius: ${small}px; }
QListView[look="rows"]::item:hover { background: $accent_soft; }
QListView[look="rows"]::item:selected { background: $selection; color: $text; }
QTableView::item { padding: 0 ${s}px; }
QTableView {
  border: 1px solid $line; border-radius: ${control}px; padding: 3px;
  selection-background-color: $selection; selection-color: $text;
}
QTableView:focus { border-color: $accent; }
QTableView[look="grid"] {
  gridline-color: $line; border-color: transparent; border-radius: 0; padding: 0;
}
QTableView[look="grid"]:focus { border-color: $accent; }
QTableView[look="grid"] QHeaderView::section {
  background: $chrome; color: $text; border-right: 1px solid $line; padding: 5px 11px;
}
QTabWidget::pane {
  background: $surface; border: 1px solid $line; border-radius: ${control}px; top: -1px;
}
QTabBar::tab {
  background: transparent; color: $muted; border: 1px solid transparent;
  border-bottom: 2px solid transparent; padding: 6px 14px;
}
QTabBar::tab:hover { background: $accent_soft; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { border: 1px solid $accent; border-radius: ${small}px; }
QScrollArea { border: 1px solid transparent; }
QScrollArea:focus { border-color: $accent; }
QTextBrowser { background: $surface; color: $text; border: 1px solid $line; }
QTextBrowser:focus { border-color: $accent; }
QHeaderView::section {
  background: $surface; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: 5px 11px;
}

QPushButton, QToolButton[look|="menu"] {
  background: $raised; color: $text; border: 1px solid $line_strong;
  border-radius: ${control}px; padding: 6px 14px;
}
QPushButton:hover, QToolButton[look|="menu"]:hover { background: $accent_soft; }
QPushButton:checked { background: $selection; border-color: $accent; }
QPushButton:pressed, QToolButton[look|="menu"]:pressed { background: $selection; }
QPushButton:focus, QToolButton[look|="menu"]:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton:disabled, QPushButton[look="primary"]:disabled {
  background: $chrome; color: $faint; border-color: $line;
}
QPushButton[look="primary"] {
  background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600;
}
QPushButton[look="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="primary"]:focus { border: 2px solid $text; }
QPushButton[look="side"] {
  background: transparent; border: 1px solid transparent; padding: 7px 5px; text-align: left;
}
QPushButton[look="side"]:hover { background: $accent_soft; }
QPushButton[look="side"]:focus { border-color: $accent; }
QPushButton[look="link"] {
  background: transparent; border: 1px solid transparent;
  border-radius: 0; padding: 0; color: $accent;
}
QPushButton[look="link"]:hover { border-bottom-color: $accent; }
QPushButton[look="link"]:focus { border-color: $accent; border-radius: ${small}px; }
QPushButton[look="chip"] {
  background: $accent_soft; color: $text; border: 1px solid $line;
  border-radius: ${small}px; padding: 2px 8px;
}
QPushButton[look="chip"]:hover { background: $selection; border-color: $accent; }
QPushButton[look="chip"]:focus { border: 2px solid $accent; padding: 1px 7px; }
QPushButton[look="quiet"] {
  background: transparent; border: 1px solid transparent; padding: 5px 10px; color: $accent;
}
QPushButton[look="quiet"]:hover { background: $accent_soft; }
QPushButton[look="quiet"]:focus { border-color: $accent; }
QPushButton[look="foot"] {
  background: transparent; border: 1px solid transparent; border-radius: ${small}px;
  padding: 1px 6px; color: $muted;
}
QPushButton[look="foot"]:hover { background: $accent_soft; color: $text; }
QPushButton[look="foot"]:focus { border: 1px solid $accent; padding: 1px 6px; color: $text; }
QToolButton[look|="menu"] { padding: 6px 28px 6px 12px; }
QToolButton[look|="menu"]:focus { padding: 5px 27px 5px 11px; }
QToolButton[look="menu-left"] { padding: 6px 12px 6px 28px; }
QToolButton[look="menu-left"]:focus { padding: 5px 11px 5px 27px; }
QToolButton[look|="menu"]:disabled { color: $faint; border-color: $line; background: $chrome; }
QToolButton[look|="menu"]::menu-indicator {
  subcontrol-position: center right; subcontrol-origin: border; right: 10px; width: 10px;
}
QToolButton[look="quiet-menu"], QToolButton[look="quiet-menu-left"] {
  background: transparent; color: $muted; border: 1px solid transparent;
  border-radius: ${small}px; padding: 1px 20px 1px 4px;
}
QToolButton[look="quiet-menu-left"] { padding: 1px 4px 1px 20px; }
QToolButton[look="quiet-menu"]:hover, QToolButton[look="quiet-menu-left"]:hover {
  background: $accent_soft; color: $text;
}
QToolButton[look="quiet-menu"]:pressed, QToolButton[look="quiet-menu-left"]:pressed {
  background: $selection; color: $text;
}
QToolButton[look="quiet-menu"]:focus, QToolButton[look="quiet-menu-left"]:focus {
  border-color: $accent; color: $text;
}
QToolButton[look="quiet-menu"]::menu-indicator,
QToolButton[look="quiet-menu-left"]::menu-indicator {
  subcontrol-position: center right; subcontrol-origin: border; right: 6px; width: 10px;
}
QToolButton[look="icon"] {
  background: transparent; border: 1px solid transparent; border-radius: ${small}px; padding: 4px;
}
QToolButton[look="icon"]:hover { background: $accent_soft; }
QToolButton[look="icon"]:checked { background: $selection; border-color: $accent; }
QToolButton[look="icon"]:focus { border-color: $accent; }

QProgressBar {
  background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $faint; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $line_strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
)


def stylesheet_of(colors: Colors) -> str:
    """Return the style sheet for a set of colours."""
    values = {name: getattr(colors, name) for name in colors.__slots__}
    sizes = {"small": Radius.SMALL, "control": Radius.CONTROL, "s": Space.S}
    return _SHEET.substitute(values | {key: str(value) for key, value in sizes.items()})
