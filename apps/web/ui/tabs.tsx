import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';
import './tabs.css';

interface TabsProps {
  /** What the tabs choose between, for assistive technology. */
  readonly label: string;
  readonly tabs: readonly {
    readonly id: string; readonly title: ReactNode; readonly content: ReactNode;
  }[];
  readonly selected?: string;
  readonly onSelect?: (id: string) => void;
}

/** Tabs with arrow keys; use it in screens that are loaded on their own, for it is not small. */
export function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
  return (
    <AriaTabs
      className="tabs"
      {...(selected === undefined ? {} : { selectedKey: selected })}
      onSelectionChange={(key) => { onSelect?.(String(key)); }}
    >
      <TabList className="tabs-list" aria-label={label}>
        {tabs.map((tab) => <Tab key={tab.id} id={tab.id} className="tabs-tab">{tab.title}</Tab>)}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="tabs-panel">{tab.content}</TabPanel>
      ))}
    </AriaTabs>
  );
}
