# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the services are, as fields of the options: empty for the usual address; what cannot be used is said."""

from __future__ import annotations

import os
from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QLineEdit, QWidget

from offline_cache.errors import CacheError
from offline_cache.transport.addresses import Addresses, Service, variable

from .. import settings
from ..text import tr


class AddressFields(QWidget):
    """One field a service, and what is wrong with the first that cannot be used."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._fields: dict[Service, QLineEdit] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        usual = Addresses()
        for service in Service:
            field = QLineEdit(self)
            field.setObjectName(f"policeukAddress{service.name.title()}")
            field.setPlaceholderText(usual.of(service))
            field.setClearButtonEnabled(True)
            field.setAccessibleName(_name(service))
            field.textChanged.connect(lambda _: self._check())
            form.addRow(_name(service), field)
            self._fields[service] = field
        self._fault = QLabel(self)
        self._fault.setObjectName("policeukAddressFault")
        self._fault.setWordWrap(True)
        self._fault.setTextFormat(Qt.TextFormat.PlainText)
        form.addRow("", self._fault)
        self.show_kept()

    def show_kept(self) -> None:
        """Show what is set; a variable of the environment goes first and cannot be changed here."""
        for service, field in self._fields.items():
            fixed = os.environ.get(variable(service), "").strip()
            field.setText(fixed or settings.address(service.value))
            field.setEnabled(not fixed)
            tip = tr("The environment variable {name} says which address is used.").format(name=variable(service))
            usual = tr("Empty: {address}. Of your own, https only").format(address=field.placeholderText())
            field.setToolTip(tip if fixed else usual)  # some themes show a placeholder in letters nobody can read
            field.setCursorPosition(0)
        self._check()

    def keep(self) -> bool:
        """Keep the addresses that can be used; whether any changed."""
        changed = False
        for service, field in self._fields.items():
            text = field.text().strip()
            if field.isEnabled() and text != settings.address(service.value) and not fault_of(service, text):
                settings.set_address(service.value, text)
                changed = True
        return changed

    def _check(self) -> None:
        faults = [fault_of(service, field.text()) for service, field in self._fields.items()]
        first = next(filter(None, faults), "")
        kept = tr("It is not kept.")
        self._fault.setText(f"{first} {kept}" if first else "")
        self._fault.setVisible(bool(first))


def fault_of(service: Service, text: str) -> str:
    """Why an address cannot be used, '' where it can; an empty one is the usual one."""
    try:
        Addresses.from_environment({variable(service): text})
    except CacheError as error:
        return str(error)
    return ""


def _name(service: Service) -> str:
    return {
        Service.DATA: tr("Site of the data"),
        Service.STORE: tr("Store of the archives"),
        Service.API: tr("Interface of the site"),
        Service.ONS: tr("Areas of ONS"),
        Service.POSTCODES: tr("Postcodes"),
        Service.NOMIS: tr("Census (Nomis)"),
        Service.GOVUK: tr("Deprivation (gov.uk)"),
    }[service]
